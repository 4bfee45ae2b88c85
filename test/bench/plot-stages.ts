import { type Results, best } from './results.ts'
import { sizeNames } from './sizes.ts'
import { box, rule, svg, text } from './svg.ts'

const [WIDTH, LEFT, RIGHT, BAR, GAP] = [680, 150, 30, 26, 12]

const shown = {
  cold: 'full night',
  warm: 'warm cache',
  parquet: 'from Parquet',
  usual: 'usual night',
}

const colors: Readonly<Record<string, string>> = {
  ingest: '#b44d12',
  prepare: '#d9a441',
  gather: '#7a8b2e',
  assign: '#2b6cb0',
  attribute: '#5aa7c7',
  reconcile: '#8f6bb3',
  publish: '#a83a5b',
  other: '#9aa5b1',
}

/** A bar a night, of the stages' CPU-seconds; each night as its share of the full one from CSV. */
export const plotStages = ({ sizes: found }: Results): string => {
  const bars = sizeNames.flatMap((size) => {
    const result = found[size]
    const full = result && best(result, 'cold')?.cpu
    if (!result || full === undefined) return []
    return Object.entries(shown).flatMap(([measure, name]) => {
      const sample = best(result, measure as keyof typeof shown)
      return sample ? [{ name: `${size}: ${name}`, sample, full }] : []
    })
  })
  const most = Math.max(1, ...bars.map(({ sample, full }) => sample.cpu / full))
  const x = (share: number): number => LEFT + (share / most) * (WIDTH - LEFT - RIGHT)
  const height = 60 + bars.length * (BAR + GAP) + 60
  const parts = [
    text(10, 20, 'Where CPU goes, by stage; 100 % = the full night from CSV of that size'),
  ]
  bars.forEach(({ name, sample, full }, row) => {
    const y = 40 + row * (BAR + GAP)
    parts.push(text(LEFT - 8, y + BAR / 2 + 4, name, 'end'))
    let done = 0
    for (const [stage, cpu] of slices(sample)) {
      const share = cpu / full
      parts.push(box(x(done), y, x(done + share) - x(done), BAR, colors[stage] ?? '#9aa5b1'))
      done += share
    }
    parts.push(
      text(Math.min(x(done) + 4, WIDTH - 34), y + BAR / 2 + 4, `${Math.round(done * 100)} %`),
    )
  })
  const bottom = 40 + bars.length * (BAR + GAP)
  parts.push(rule(LEFT, 36, LEFT, bottom, '#52606d'))
  Object.entries(colors).forEach(([stage, color], i) => {
    parts.push(box(LEFT + (i % 4) * 120, bottom + 16 + Math.floor(i / 4) * 22, 12, 12, color))
    parts.push(text(LEFT + (i % 4) * 120 + 18, bottom + 27 + Math.floor(i / 4) * 22, stage))
  })
  return svg(WIDTH, height, parts)
}

const slices = (sample: {
  readonly cpu: number
  readonly stages?: Readonly<Record<string, { readonly cpu: number }>>
}): [string, number][] => {
  const named = Object.entries(sample.stages ?? {})
    .filter(([stage]) => stage in colors)
    .map(([stage, { cpu }]): [string, number] => [stage, cpu])
  const rest = sample.cpu - named.reduce((sum, [, cpu]) => sum + cpu, 0)
  return [...named, ['other', Math.max(0, rest)]]
}
