import { expect, it } from 'vitest'
import { attack, figuresOf } from '../../support/hostile/attack.ts'

const seed = Number(process.env['EMPANEL_HOSTILE_SEED'] ?? 20_260_630)

it('no damaged or invented file crashes a night, hangs it, or loses a row', async () => {
  const result = await attack(seed, 60)
  console.log(figuresOf(seed, result))
  expect(result.problems).toEqual([])
  expect(result.published).toBeGreaterThan(0.3 * result.mutated)
}, 300_000)
