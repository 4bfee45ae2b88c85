import { expect, it } from 'vitest'
import {
  addMonths,
  dayIn,
  firstOfNextMonth,
  monthsAfter,
  monthsBefore,
  parseDayOfMonth,
  parseMonth,
} from '../../src/base/months.ts'

it('months are counted over the end of a year', () => {
  expect([addMonths('2025-11', 3), addMonths('2026-01', -1)]).toEqual(['2026-02', '2025-12'])
  expect(firstOfNextMonth('2025-12-31')).toBe('2026-01-01')
})

it('a day that a month does not have becomes its last day', () => {
  expect(dayIn('2026-06', 31)).toBe('2026-06-30')
  expect(monthsAfter('2024-01-31', 1)).toBe('2024-02-29')
  expect(monthsBefore('2025-03-30', 1)).toBe('2025-02-28')
})

it('an argument that is no month, or no day of one, is an error that names it', () => {
  expect(parseMonth('--month', '2026-06')).toBe('2026-06')
  expect(() => parseMonth('--month', '2026-13')).toThrow(
    'Expected --month to be a month such as 2026-06, found "2026-13".',
  )
  expect(parseDayOfMonth('--day', '31')).toBe(31)
  for (const text of ['0', '32', '1.5', '']) {
    expect(() => parseDayOfMonth('--day', text)).toThrow('Expected --day to be a day of the month')
  }
})
