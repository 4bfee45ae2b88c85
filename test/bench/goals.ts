import { listsOf } from './kinds.ts'
import { type Measure, type Results, type Sample, type SizeResult, best } from './results.ts'
import { sizes } from './sizes.ts'

/** A goal of the project, and what was reached; undefined where it was not measured. */
export interface Goal {
  readonly name: string
  readonly goal: number
  readonly reached: number | undefined
  readonly unit: '×' | '%' | 'GiB' | ''
}

const cpu = (result: SizeResult, name: Measure): number => best(result, name)?.cpu ?? Number.NaN

const stage = (sample: Sample | undefined, ...names: string[]): number =>
  names.reduce((sum, name) => sum + (sample?.stages?.[name]?.cpu ?? Number.NaN), 0)

/** Reading all feeds, claims above all; evidence; attribution. */
export const evidence = (sample: Sample | undefined): number =>
  stage(sample, 'ingest', 'gather', 'attribute')

const usable = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** The goals of one size, as ratios of CPU-seconds of the same run. */
export const goalsOf = (result: SizeResult): Goal[] => {
  const night = best(result, 'cold')
  const ratio = (name: string, goal: number, a: number, b: number, unit: Goal['unit'] = '×') => ({
    name,
    goal,
    reached: usable((unit === '%' ? 100 : 1) * (a / b)),
    unit,
  })
  const [usual, warm, parquet] = [
    best(result, 'usual'),
    best(result, 'warm'),
    best(result, 'parquet'),
  ]
  const csv = cpu(result, 'floor_csv')
  const columnar = cpu(result, 'floor_parquet')
  return [
    ratio(
      'ingest, evidence and attribution from CSV ÷ scan of the claims',
      1.25,
      evidence(night),
      csv,
    ),
    ratio(
      'whole night from CSV ÷ (scan + sha256)',
      1.5,
      night?.cpu ?? Number.NaN,
      csv + cpu(result, 'sha256'),
    ),
    ratio(
      'ingest, evidence and attribution from Parquet ÷ scan of Parquet',
      2,
      evidence(parquet),
      columnar,
    ),
    ratio('the same with a warm cache ÷ scan of Parquet', 2, evidence(warm), columnar),
    ratio(
      'usual night: its ingest and evidence ÷ the full night’s',
      3,
      stage(usual, 'ingest', 'gather'),
      stage(night, 'ingest', 'gather'),
      '%',
    ),
    ratio(
      'usual night, all stages ÷ full night',
      15,
      usual?.cpu ?? Number.NaN,
      night?.cpu ?? Number.NaN,
      '%',
    ),
    ratio('practice lists ÷ scan of the claims', 0.1, listsOf(night?.kinds), csv),
    ratio(
      'full night with half the memory ÷ with the default, less 1',
      10,
      cpu(result, 'half_memory') - (night?.cpu ?? Number.NaN),
      night?.cpu ?? Number.NaN,
      '%',
    ),
  ]
}

/** Largest resident set of a full night, against the goal of its size. */
export const peakGoal = (result: SizeResult, goal: number): Goal => ({
  name: 'largest resident set of the full night',
  goal,
  reached: usable(Math.max(...(result.samples.cold ?? []).map(({ peak }) => peak)) / 2 ** 30),
  unit: 'GiB',
})

/** How cost grows: the exponent between the smallest and the largest size that was measured. */
export const growthGoal = ({ sizes: found }: Results): Goal | undefined => {
  const measured = (['S', 'M', 'L'] as const).flatMap((size) => {
    const night = found[size] && best(found[size], 'cold')
    return night ? [{ members: sizes[size].members, cpu: night.cpu, code: found[size]?.code }] : []
  })
  const [first, last] = [measured[0], measured.at(-1)]
  if (!first || !last || first === last) return undefined
  return {
    name: 'exponent of CPU against members',
    goal: 1.05,
    // Of two programs there is nothing to compare.
    reached:
      first.code === last.code
        ? Math.log(last.cpu / first.cpu) / Math.log(last.members / first.members)
        : undefined,
    unit: '',
  }
}
