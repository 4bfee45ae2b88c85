import type { Outcome } from './case.ts'
import { type NightOutcome, type Worker, doAll } from './drive.ts'

/** The results of many hostile files. */
export interface Attack {
  readonly cases: number
  /** How many of those were valid files with edits. */
  readonly mutated: number
  /** Mutated files in nights that were published. */
  readonly published: number
  readonly refused: number
  readonly nights: number
  readonly problems: readonly string[]
}

/** Files per whole night: few enough to find the one that fails it. */
const filesANight = 100

/** Seconds: longer than a night of a few rows takes on a busy machine. */
const patience = 120

/**
 * Ingests and validates hostile files one by one, then runs whole nights, up to publication, with the
 * accepted files, many at once. Each of the `cases` of a `seed` can be repeated alone.
 */
export const attack = async (seed: number, cases: number): Promise<Attack> => {
  const problems: string[] = []
  const report = (number: number, problem: string): void => {
    problems.push(`seed ${seed}, case ${number}: ${problem}`)
  }
  const outcomes: Outcome[] = []
  await doAll(numbers(cases), patience, async (worker, number) => {
    const answer = await worker.do({ seed, number })
    if ('lost' in answer) return report(number, answer.lost)
    if ('night' in answer) throw new Error('a whole night answered for a case')
    const { outcome } = answer
    outcomes.push(outcome)
    for (const problem of outcome.problems) {
      report(number, `${problem} (${outcome.recipe.feed}, ${outcome.recipe.format})`)
    }
  })
  const taken = outcomes.filter(({ ended, recipe }) => ended === 'taken' && !recipe.isNoise)
  const reads = new Map(taken.map(({ number, read }) => [number, read]))
  const chunks = Array.from({ length: Math.ceil(taken.length / filesANight) }, (_, at) =>
    taken.slice(at * filesANight, (at + 1) * filesANight).map(({ number }) => number),
  )
  let [published, nights] = [0, 0]
  const publish = async (worker: Worker, chunk: readonly number[]): Promise<void> => {
    const answer = await worker.do({ seed, numbers: chunk })
    nights += 1
    const night: NightOutcome =
      'night' in answer
        ? answer.night
        : { exit: 1, read: [], message: 'lost' in answer ? answer.lost : '' }
    if (night.exit === 0) {
      published += chunk.length
      for (const [at, number] of chunk.entries()) {
        const [alone, together] = [reads.get(number), night.read[at]]
        if (alone !== together)
          report(number, `${alone} records were read alone, ${together} in a whole night`)
      }
    } else if (chunk.length > 1) {
      const half = Math.ceil(chunk.length / 2)
      await publish(worker, chunk.slice(0, half))
      await publish(worker, chunk.slice(half))
    } else if (night.exit !== 3 && night.exit !== 4) {
      report(chunk[0] ?? -1, `a whole night ended with ${night.exit}: ${night.message}`)
    }
  }
  await doAll(chunks, patience, publish)
  const mutated = outcomes.filter(({ recipe }) => !recipe.isNoise).length
  const refused = outcomes.filter(({ ended }) => ended === 'refused').length
  return { cases, mutated, published, refused, nights, problems }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** Returns the figures in one line, with the seed that repeats them. */
export const figuresOf = (
  seed: number,
  { cases, mutated, published, refused, nights }: Attack,
): string =>
  `hostile input, seed ${seed}: ${cases} files, ${refused} refused; of ${mutated} mutated files ${published} ` +
  `(${((100 * published) / Math.max(1, mutated)).toFixed(1)} %) were published in ${nights} whole nights`
