import type { InputFile, Manifest } from '../runs/manifest.ts'
import { number, share, totals } from './figures.ts'
import { needsEyes } from './needs-eyes.ts'

/** What a person reads in ten seconds: what came in, who decided, what changed, what needs eyes, where. */
export const summarize = (
  manifest: Manifest,
  { lake, dryRun }: { lake: string; dryRun: boolean },
): string => {
  const sections = [
    headline(manifest, dryRun),
    cameIn(manifest),
    ...(manifest.status === 'complete' || manifest.status === 'held'
      ? [decided(manifest), changed(manifest)]
      : []),
    needsEyes(manifest, dryRun),
    manifest.status === 'held' && !dryRun ? [howToRelease(manifest, lake)] : [],
    dryRun ? ['Nothing was written: this was a dry run.'] : where(manifest, lake),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
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

const cameIn = (manifest: Manifest): string[] => {
  const feeds = [...new Set(manifest.inputs.map((input) => input.feed))]
  if (feeds.length === 0) return []
  const lines = feeds.map((feed) => {
    const read = manifest.inputs.filter((input) => input.feed === feed && input.use === 'read')
    const sum = (pick: (rows: NonNullable<InputFile['rows']>) => number): number =>
      read.reduce((total, input) => total + (input.rows ? pick(input.rows) : 0), 0)
    if (read.every(({ rows }) => rows === undefined)) return `  ${feed.padEnd(20)} not read`
    const earlier = manifest.inputs.filter(
      (input) => input.feed === feed && input.use === 'superseded',
    ).length
    const rejected = sum((rows) => rows.rejected)
    const extras = [
      rejected > 0 ? `${number(rejected)} rejected` : '',
      sum((rows) => rows.filtered) > 0 ? `${number(sum((rows) => rows.filtered))} filtered` : '',
      sum((rows) => rows.superseded) > 0
        ? `${number(sum((rows) => rows.superseded))} superseded`
        : '',
      earlier > 0 ? `${number(earlier)} earlier file${earlier === 1 ? '' : 's'} not read` : '',
    ].filter(Boolean)
    return `  ${feed.padEnd(20)} ${number(sum((rows) => rows.read)).padStart(12)} rows in ${read.length} file${read.length === 1 ? '' : 's'}${extras.length > 0 ? ` (${extras.join(', ')})` : ''}`
  })
  if (manifest.absentFeeds.length > 0) lines.push(`  absent: ${manifest.absentFeeds.join(', ')}`)
  return ['Came in', ...lines]
}

const table = (rows: readonly [string, number][], whole: number): string[] =>
  rows.map(
    ([name, value]) =>
      `  ${name.padEnd(20)} ${number(value).padStart(12)}  ${share(value, whole).padStart(7)}`,
  )

const decided = (manifest: Manifest): string[] => {
  const eligible = manifest.controlTotals['members.eligible'] ?? 0
  return [
    `Decided: ${number(eligible)} eligible members`,
    ' assigned by',
    ...table(totals(manifest, 'assigned'), eligible),
    ' attributed by',
    ...table(totals(manifest, 'attributed'), eligible),
  ]
}

const changed = (manifest: Manifest): string[] => {
  const kinds = [
    ['assignment', 'against the system of record'],
    ['attribution', 'attribution against the night before'],
    ['alignment', 'assigned against attributed'],
  ] as const
  return [
    'Changed',
    ...kinds.flatMap(([kind, label]) => {
      if (kind === 'attribution' && manifest.baseline_run_id === null) {
        return [`  ${label}: there is none yet`]
      }
      const rows = totals(manifest, `difference.${kind}`)
      const text = rows.map(([name, value]) => `${number(value)} ${name}`).join(', ')
      return rows.length === 0 ? [] : [`  ${label}: ${text}`]
    }),
    ...toLoad(manifest),
    ...toTell(manifest),
  ]
}

/** What the system of record is asked for tonight, by what it answered to it. */
const toLoad = (manifest: Manifest): string[] => {
  const words = { accepted_not_shown: 'accepted and not shown' } as Record<string, string>
  const states = totals(manifest, 'load_state')
  const text = states.map(([name, value]) => `${number(value)} ${words[name] ?? name}`).join(', ')
  return states.length === 0 ? [] : [`  to load: ${text}`]
}

/** The notices of tonight, and those that wait. */
const toTell = (manifest: Manifest): string[] => {
  const text = ['issued', 'withdrawn', 'open', 'failed', 'late']
    .map((state): [string, number] => [state, manifest.controlTotals[`notice.${state}`] ?? 0])
    .flatMap(([state, notices]) => (notices > 0 ? [`${number(notices)} ${state}`] : []))
  return text.length === 0 ? [] : [`  notices: ${text.join(', ')}`]
}

const howToRelease = ({ run_id }: Manifest, lake: string): string => {
  const place = /^[\w./-]+$/.test(lake) ? lake : `"${lake}"`
  return `To publish it all the same: empanel release ${run_id} --lake ${place} --by YOU --reason WHY`
}

const where = (manifest: Manifest, lake: string): string[] => {
  const run = `${lake}/runs/${manifest.run_id}`
  const lines = [`  ${run}`, '  manifest.json    inputs, counts, audits, guard rails']
  const has = (folder: string): boolean =>
    manifest.outputs.some((output) => output.name.startsWith(`${folder}/`))
  if (has('registry'))
    lines.push('  registry/        one list for each practice; index.csv names them')
  if (has('reports')) lines.push('  reports/         what operations work from')
  if (has('outbox'))
    lines.push('  outbox/          notices to members and providers, to be sent once')
  if (has('quarantine')) lines.push('  quarantine/      rejected rows with their reasons')
  return ['Files', ...lines]
}
