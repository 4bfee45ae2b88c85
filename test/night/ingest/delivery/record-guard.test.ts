import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RecordGuard } from '../../../../src/night/ingest/delivery/record-guard.ts'

/** Whether the guard lets these lines pass, cut into parts of these lengths. */
const passes = (text: string, cuts: readonly number[]): boolean => {
  const guard = new RecordGuard('a.csv', [','])
  const bytes = Buffer.from(text)
  let at = 0
  try {
    for (const cut of [...cuts, bytes.length]) {
      guard.check(bytes.subarray(at, at + cut))
      at += cut
    }
    return true
  } catch {
    return false
  }
}

it('a line is too long or too wide however its bytes are split, and whatever its line ending', () => {
  expect.hasAssertions()
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(10, 8_191, 8_192, 8_193, 20_000), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (lengths, cuts, end) => {
        const lines = lengths.map((length) => ','.repeat(length))
        const isWide = lengths.some((length) => length > 9_000)
        const isNarrow = lengths.every((length) => length <= 5_000)
        const found = passes(lines.join(end), cuts)
        if (isWide || isNarrow) expect(found).toBe(isNarrow)
      },
    ),
  )
})

it('the longest record that a reader takes passes, one byte more does not', () => {
  expect(passes('a'.repeat(2_000_000), [7])).toBe(true)
  expect(passes('a'.repeat(2_000_001), [7])).toBe(false)
  expect(passes(`${'a'.repeat(2_000_000)}\nb`, [1_999_999])).toBe(true)
})
