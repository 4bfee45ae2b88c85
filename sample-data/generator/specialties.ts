/**
 * Kinds of panels by NUCC taxonomy code, with its weight among all panels, and the ages
 * that such a doctor sees. `primary` ones are in the policy's table of PMP specialties.
 */
export interface Specialty {
  readonly code: string
  readonly share: number
  readonly title: 'MD' | 'DO' | 'NP' | 'PA' | 'clinic'
  readonly primary: boolean
  /** Given to members without a choice of theirs; women's health is only chosen. */
  readonly given: boolean
  readonly minAge: number
  readonly maxAge: number
  readonly gender: 'F' | null
}

const pmp = (
  code: string,
  share: number,
  title: Specialty['title'],
  minAge = 0,
  maxAge = 120,
): Specialty => ({ code, share, title, primary: true, given: true, minAge, maxAge, gender: null })

const womensHealth = (code: string, share: number, title: Specialty['title']): Specialty => ({
  ...pmp(code, share, title, 12),
  given: false,
  gender: 'F',
})

const specialist = (code: string, share: number): Specialty => ({
  ...pmp(code, share, 'MD'),
  primary: false,
  given: false,
})

export const specialties: readonly Specialty[] = [
  pmp('207Q00000X', 23, 'MD'),
  pmp('363LF0000X', 14, 'NP'),
  pmp('207R00000X', 13, 'MD', 18),
  pmp('208000000X', 22, 'MD', 0, 20),
  pmp('363A00000X', 5, 'PA'),
  pmp('208D00000X', 3, 'DO'),
  pmp('363LP0200X', 4, 'NP', 0, 20),
  pmp('207QA0505X', 2, 'DO'),
  pmp('207RG0300X', 2, 'MD', 65),
  pmp('363LA2200X', 2, 'NP', 18),
  pmp('261QF0400X', 2, 'clinic'),
  pmp('261QR1300X', 1, 'clinic'),
  womensHealth('207V00000X', 4, 'MD'),
  womensHealth('363LW0102X', 2, 'NP'),
  specialist('207P00000X', 4),
  specialist('207RC0000X', 3),
  specialist('2084P0800X', 3),
  specialist('207X00000X', 3),
  specialist('207N00000X', 1),
  specialist('101YM0800X', 1),
]
