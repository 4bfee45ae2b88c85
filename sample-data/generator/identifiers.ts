/** The check digit that makes `80840` + NPI pass the Luhn test (the CMS standard for NPIs). */
const npiCheckDigit = (nineDigits: string): number => {
  const digits = `80840${nineDigits}`
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return (10 - (sum % 10)) % 10
}

/** A made-up NPI that passes the check; different for every index below 100 million. */
export const npi = (index: number): string => {
  const nineDigits = `1${String((index * 61_803_399 + 24_681_357) % 100_000_000).padStart(8, '0')}`
  return `${nineDigits}${npiCheckDigit(nineDigits)}`
}

/** The NPI with its last digit wrong. */
export const brokenNpi = (index: number): string => {
  const valid = npi(index)
  return `${valid.slice(0, 9)}${(Number(valid[9]) + 1) % 10}`
}

/** A made-up tax id of nine digits; some begin with 0, as real ones do. */
export const tin = (index: number): string =>
  String((index * 314_159_271 + 35_000_417) % 1_000_000_000).padStart(9, '0')

const numbered =
  (prefix: string, width: number) =>
  (index: number): string =>
    `${prefix}${String(index + 1).padStart(width, '0')}`

export const memberId = numbered('M', 7)
export const householdId = numbered('H', 7)
export const providerId = numbered('P', 5)
export const practiceId = numbered('PR', 5)
export const facilityId = numbered('F', 3)

/** A made-up Medicaid id: twelve digits, often with leading zeros. */
export const medicaidId = (index: number): string =>
  String((index * 7_919 + 100_000_007) % 1_000_000_000_000).padStart(12, '0')

/** A phone number of the range that is set aside for fiction (555-0100 to 555-0199). */
export const phone = (state: string, number: number): string =>
  `${state === 'KY' ? '502' : '812'}-555-01${String(number % 100).padStart(2, '0')}`
