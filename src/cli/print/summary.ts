import type { InputFile, Manifest } from '../../runs/manifest.ts'
import { number, share, totals } from './figures.ts'
import { needsAttention } from './needs-attention.ts'

interface SummaryOptions {
  readonly lake: string
  readonly dryRun: boolean
}

/**
 * A night for a person who has ten seconds: what was received, how members were assigned and attributed,
 * what changed, what needs attention, and where the files are.
 */
export const summarize = (manifest: Manifest, { lake, dryRun }: SummaryOptions): string[] => {
  const isDecided = manifest.status === 'complete' || manifest.status === 'held'
  const sections = [
    headline(manifest, dryRun),
    received(manifest),
    ...(isDecided ? [assigned(manifest), attributed(manifest), changed(manifest)] : []),
    needsAttention(manifest, dryRun),
    manifest.status === 'held' && !dryRun ? [howToRelease(manifest, lake)] : [],
    dryRun ? ['Nothing was written: this was a dry run.'] : files(manifest, lake),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

const headline = (manifest: Manifest, dryRun: boolean): string[] => {
  const outcome = {
    complete: dryRun ? 'would be published' : 'published',
    held: 'HELD: complete, but not published',
    refused: 'REFUSED: the input cannot be used',
    failed: 'FAILED',
  }[manifest.status]
  const lines = [`Night of ${manifest.as_of}, ${manifest.pipeline}: ${outcome}.`]
  if (manifest.error) lines.push(manifest.error.message)
  if (manifest.error?.hint) lines.push(manifest.error.hint)
  return lines
}

const received = ({ inputs, absentFeeds }: Manifest): string[] => {
  const byFeed = Map.groupBy(inputs, ({ feed }) => feed)
  if (byFeed.size === 0) return []
  const absent = absentFeeds.length > 0 ? [`  absent: ${absentFeeds.join(', ')}`] : []
  return ['Received', ...[...byFeed].map(([feed, all]) => receivedOf(feed, all)), ...absent]
}

/** A feed's rows by outcome, and how many of its files were read. */
const receivedOf = (feed: string, inputs: readonly InputFile[]): string => {
  const name = `  ${feed.padEnd(20)}`
  const read = inputs.filter(({ use }) => use === 'read')
  if (read.every(({ rows }) => rows === undefined)) return `${name} not read`
  const rows = (outcome: keyof NonNullable<InputFile['rows']>): number =>
    read.reduce((sum, file) => sum + (file.rows?.[outcome] ?? 0), 0)
  const earlier = inputs.length - read.length
  const details = [
    ...(['rejected', 'filtered', 'superseded'] as const)
      .filter((outcome) => rows(outcome) > 0)
      .map((outcome) => `${number(rows(outcome))} ${outcome}`),
    ...(earlier > 0 ? [`${counted(earlier, 'earlier file')} not read`] : []),
  ]
  const where = `rows in ${counted(read.length, 'file')}`
  return `${name} ${number(rows('read')).padStart(12)} ${where}${details.length > 0 ? ` (${details.join(', ')})` : ''}`
}

const counted = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? '' : 's'}`

const eligibleMembers = ({ controlTotals }: Manifest): number =>
  controlTotals['members.eligible'] ?? 0

const assigned = (manifest: Manifest): string[] => [
  `Assigned by (${number(eligibleMembers(manifest))} eligible members)`,
  ...shares(manifest, 'assigned'),
]

const attributed = (manifest: Manifest): string[] => [
  'Attributed by',
  ...shares(manifest, 'attributed'),
]

/** Members by step or type, and their share of the eligible members. */
const shares = (manifest: Manifest, kind: string): string[] =>
  totals(manifest, kind).map(
    ([name, members]) =>
      `  ${(name === 'nobody' ? 'not attributed' : name).padEnd(20)} ${number(members).padStart(12)}  ${share(members, eligibleMembers(manifest)).padStart(7)}`,
  )

const changed = (manifest: Manifest): string[] => {
  const kinds = [
    ['assignment', 'against the system of record'],
    ['attribution', 'attribution against the night before'],
    ['alignment', 'assigned against attributed'],
  ] as const
  return [
    'Changed',
    ...kinds.flatMap(([kind, label]) =>
      kind === 'attribution' && manifest.baseline_run_id === null
        ? [`  ${label}: no earlier night`]
        : listed(label, totals(manifest, `difference.${kind}`)),
    ),
    ...listed('to load', loadStates(manifest)),
    ...listed('notices', noticeStates(manifest)),
  ]
}

const listed = (label: string, counts: readonly [string, number][]): string[] =>
  counts.length === 0
    ? []
    : [`  ${label}: ${counts.map(([name, count]) => `${number(count)} ${name}`).join(', ')}`]

/** The changes that the system of record is to load, by its answer. */
const loadStates = (manifest: Manifest): [string, number][] =>
  totals(manifest, 'load_state').map(([state, count]) => [
    state === 'accepted_not_shown' ? 'accepted and not shown' : state,
    count,
  ])

/** Notices of this night, and those that are waiting. */
const noticeStates = ({ controlTotals }: Manifest): [string, number][] =>
  ['issued', 'withdrawn', 'open', 'failed', 'late']
    .map((state): [string, number] => [state, controlTotals[`notice.${state}`] ?? 0])
    .filter(([, notices]) => notices > 0)

const howToRelease = ({ run_id }: Manifest, lake: string): string => {
  const place = /^[\w./-]+$/.test(lake) ? lake : `"${lake}"`
  return `To publish it anyway: empanel release ${run_id} --lake ${place} --by NAME --reason TEXT`
}

const FOLDERS = {
  registry: 'one list per practice, with an index.csv',
  reports: 'reports for operations',
  outbox: 'notices to members and providers, each to be sent once',
  quarantine: 'rejected rows and their reasons',
} as const

const files = ({ run_id, outputs }: Manifest, lake: string): string[] => [
  'Files',
  `  ${lake}/runs/${run_id}`,
  '  manifest.json    inputs, counts, audits, guard rails',
  ...Object.entries(FOLDERS)
    .filter(([folder]) => outputs.some(({ name }) => name.startsWith(`${folder}/`)))
    .map(([folder, content]) => `  ${`${folder}/`.padEnd(16)} ${content}`),
]
