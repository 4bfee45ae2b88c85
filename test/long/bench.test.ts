import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeData } from '../bench/data.ts'
import { goalsOf } from '../bench/goals.ts'
import { measure } from '../bench/measure.ts'
import { compareWithReference } from '../bench/reference-check.ts'
import { type Measure, type Results, type SizeResult, readResults } from '../bench/results.ts'

const base = fileURLToPath(new URL('../../docs/performance.json', import.meta.url))

const only: readonly Measure[] = ['floor_csv', 'cold', 'sha256', 'usual']

/** In percent, whatever docs/performance.md has and however the machine is disturbed. */
const MOST_OF_A_FULL_NIGHT = 130

/** How much worse than the figures in docs/performance.md a ratio may become. */
const SLACK = 2

let folder = ''
let written: Results | undefined

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-bench-test-'))
  written = await readResults(base)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The ratios of CPU-seconds that this test watches, by name. */
const ratios = (result: SizeResult): Map<string, number> =>
  new Map(
    goalsOf(result).flatMap(({ name, reached }) =>
      reached !== undefined && /scan \+ sha256|all stages|from CSV ÷ scan/.test(name)
        ? [[name, reached]]
        : [],
    ),
  )

/** Ratios that are worse than they may be. */
const slid = (found: SizeResult): string[] => {
  const limits = written?.sizes.S && ratios(written.sizes.S)
  expect(limits?.size, 'docs/performance.json has all of S').toBe(3)
  return [...ratios(found)].flatMap(([name, ratio]) => {
    const slack = SLACK * (limits?.get(name) ?? Number.NaN)
    const limit = name.includes('all stages') ? Math.min(slack, MOST_OF_A_FULL_NIGHT) : slack
    return ratio <= limit ? [] : [`${name}: ${ratio.toFixed(2)}, at most ${limit.toFixed(2)}`]
  })
}

it('costs no more than twice what is written down, and decides as the reference does', async () => {
  const data = await makeData(folder, 'S')
  const attempt = (): Promise<SizeResult> =>
    measure(data, { rounds: 1, only, say: () => undefined }, async (lake, manifest) => ({
      reference: await compareWithReference(lake, manifest, 1_000),
    }))
  const first = await attempt()
  expect(first.reference).toMatchObject({ members: 1_000, rows: 2_000, differ: 0, examples: [] })
  expect(ratios(first).size).toBe(3)
  // A machine that was disturbed gets a second chance.
  const found = slid(first).length === 0 ? first : await attempt()
  expect(slid(found)).toEqual([])
})
