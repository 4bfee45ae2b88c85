/** Facts of the policy `caresource`, written down a second time. */
export const placesExcluded = new Set([
  '17',
  '20',
  '21',
  '23',
  '31',
  '34',
  '41',
  '42',
  '51',
  '61',
  '81',
])

const between = (code: string, low: number, high: number): boolean =>
  /^\d{5}$/.test(code) && Number(code) >= low && Number(code) <= high

export const isPrimaryCare = (code: string, year: number): boolean =>
  between(code, 99202, 99205) ||
  between(code, 99211, 99215) ||
  (code === '99201' && year <= 2020) ||
  between(code, 99304, 99310) ||
  between(code, 99315, 99316) ||
  (between(code, 99324, 99337) && year <= 2022) ||
  between(code, 99341, 99350) ||
  between(code, 99381, 99387) ||
  between(code, 99391, 99397) ||
  between(code, 99401, 99404) ||
  ['99483', '99487', '99489', '99490', '99491', '99495', '99496'].includes(code) ||
  ['G0402', 'G0438', 'G0439', 'G0463', 'T1015'].includes(code)

interface Specialty {
  min: number
  max: number
  gender: string
  given: boolean
}

const anyone: Specialty = { min: 0, max: 999, gender: '', given: true }
const list = (codes: string, specialty: Partial<Specialty>): [string, Specialty][] =>
  codes.split(' ').map((code) => [code, { ...anyone, ...specialty }])

export const specialties = new Map<string, Specialty>([
  ...list('208D00000X 207Q00000X 207QA0000X 207QA0505X', {}),
  ...list('207R00000X 363LA2200X', { min: 18 }),
  ...list('207RG0300X 207QG0300X 363LG0600X', { min: 65 }),
  ...list('208000000X 2080A0000X 363LP0200X', { max: 20 }),
  ...list('207V00000X 207VG0400X 207VX0000X 363LW0102X', { min: 12, gender: 'F', given: false }),
  ...list('363L00000X 363LF0000X 363LP2300X 363A00000X 363AM0700X 261QF0400X 261QR1300X', {}),
])

export const maxMiles = 60
export const windowMonths = 24
