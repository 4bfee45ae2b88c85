import { type Goal, goalsOf, growthGoal, peakGoal } from './goals.ts'
import { listsOf } from './kinds.ts'
import { type Measure, type Results, type SizeResult, best } from './results.ts'
import { type Size, sizeNames, sizes } from './sizes.ts'

const names: Record<Measure, string> = {
  floor_csv: 'floor: scan and hash the claims as CSV',
  floor_parquet: 'floor: the same as Parquet',
  sha256: 'floor: sha256 of the CSV files',
  cold: '**full night, claims as CSV**',
  parquet: 'full night, claims as Parquet',
  warm: 'full night, warm cache',
  usual: '**usual night, 1/730 new lines**',
  half_memory: 'full night, `memory_limit` 375MB',
}

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Each measurement of a size: the least CPU of its rounds, with that run's wall and memory. */
const measured = (result: SizeResult): string =>
  table(
    ['', 'CPU-s', 'spread', 'wall s', 'peak MiB', 'rounds'],
    (Object.keys(names) as Measure[]).flatMap((name) => {
      const sample = best(result, name)
      const all = result.samples[name] ?? []
      if (!sample) return []
      const most = Math.max(...all.map(({ cpu }) => cpu))
      return [
        [
          names[name],
          number(sample.cpu, 1),
          `+${number((most / sample.cpu - 1) * 100, 0)} %`,
          number(sample.wall, 1),
          number(sample.peak / 2 ** 20, 0),
          String(all.length),
        ],
      ]
    }),
  )

const value = (figure: number | undefined, unit: Goal['unit']): string =>
  figure === undefined ? '–' : `${number(figure, unit === '%' ? 1 : 2)}${unit && ` ${unit}`}`

const verdict = ({ reached, goal }: Goal): string =>
  reached === undefined ? 'not measured' : reached <= goal ? 'met' : 'missed'

const goals = (results: Results): string => {
  const found = sizeNames.flatMap((size) => (results.sizes[size] ? [size] : []))
  const of = (size: Size): Goal[] => {
    const result = results.sizes[size]
    if (!result) return []
    const limit = { S: Number.NaN, M: 0.6, L: 2 }[size]
    return [...goalsOf(result), ...(limit > 0 ? [peakGoal(result, limit)] : [])]
  }
  const growth = growthGoal(results)
  return table(
    ['goal', 'size', 'at most', 'reached', ''],
    [
      ...found.flatMap((size) => of(size).map((goal) => [goal.name, size, goal] as const)),
      ...(growth ? [[growth.name, `${found[0]}–${found.at(-1)}`, growth] as const] : []),
    ].map(([name, size, goal]) => [
      name,
      size,
      `${value(goal.goal, goal.unit)}`,
      value(goal.reached, goal.unit),
      verdict(goal),
    ]),
  )
}

const stages = (result: SizeResult): string => {
  const nights = (['cold', 'parquet', 'warm', 'usual'] as const).filter((name) =>
    best(result, name),
  )
  const all = Object.keys(best(result, 'cold')?.stages ?? {})
  const cells = (stage: string): string[] =>
    nights.flatMap((name) => {
      const cost = best(result, name)?.stages?.[stage]
      return [number(cost?.cpu ?? 0, 1), number(cost?.wall ?? 0, 1)]
    })
  return table(
    ['stage', ...nights.flatMap((name) => [`${name}: CPU-s`, 'wall s'])],
    [
      ...all.map((stage) => [stage, ...cells(stage)]),
      [
        'of publish: practice lists',
        ...nights.flatMap((name) => [number(listsOf(best(result, name)?.kinds), 1), '']),
      ],
    ],
  )
}

/** Where a full night's time goes. */
const profile = (result: SizeResult, from: 'kinds' | 'statements', count: number): string => {
  const night = best(result, 'cold')
  return table(
    [from === 'kinds' ? 'work' : 'statement', 'statements', 'CPU-s', 'share'],
    (night?.[from] ?? [])
      .slice(0, count)
      .map(({ label, times, cpu }) => [
        from === 'kinds' ? label : `\`${label}\``,
        String(times),
        number(cpu, 1),
        `${number((cpu / (night?.cpu ?? 1)) * 100, 0)} %`,
      ]),
  )
}

const section = (size: Size, result: SizeResult): string => {
  const { members, providers } = sizes[size]
  const { reference } = result
  return [
    `### ${size}: ${number(members, 0)} members, ${number(result.claim_lines, 0)} claim lines (${number(result.claim_bytes / 1e9, 2)} GB of CSV), ${number(providers, 0)} panels, ${number(result.lists, 0)} lists`,
    `Measured on ${result.measured_on}: ${result.code}.`,
    measured(result),
    'By stage, each night’s best round:',
    stages(result),
    'Where the full night’s CPU-seconds go, by the kind of work:',
    profile(result, 'kinds', 99),
    'The dearest statements (`after:` is what our own code does until the next one):',
    profile(result, 'statements', 15),
    ...(reference
      ? [
          `Reference: ${number(reference.members, 0)} sampled members, ${number(reference.rows, 0)} rows of assignment and attribution, ${number(reference.differ, 0)} differ from the plain second implementation of the rules.`,
        ]
      : []),
  ].join('\n\n')
}

/** All that the bench found, as Markdown. */
export const tablesOf = (results: Results): string =>
  [
    `Machine: ${results.machine}.`,
    '### Goals',
    goals(results),
    '![CPU-seconds against members](performance-cost.svg)',
    '![CPU by stage](performance-stages.svg)',
    ...sizeNames.flatMap((size) => {
      const result = results.sizes[size]
      return result ? [section(size, result)] : []
    }),
  ].join('\n\n')
