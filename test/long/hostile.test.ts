import { expect, it } from 'vitest'
import { attack, figuresOf } from '../support/hostile/attack.ts'

const cases = Number(process.env['EMPANEL_HOSTILE_CASES'] ?? 10_000)

/** Another one every day, so that each looks at files that none before it saw. */
const seed = Number(
  process.env['EMPANEL_HOSTILE_SEED'] ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''),
)

it(`${cases.toLocaleString('en')} damaged or made-up files crash no night, hang none, and cost none a row`, async () => {
  const result = await attack(seed, cases)
  console.log(figuresOf(seed, result))
  expect(result.problems).toEqual([])
  expect(result.published).toBeGreaterThan(0.3 * result.mutated)
}, 3_600_000)
