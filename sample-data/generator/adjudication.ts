import type { Day } from './calendar.ts'
import type { Service, ServiceLine } from './service.ts'
import type { Panel } from './network.ts'
import type { Random } from './random.ts'

/** One version of a claim, as a payer's claims system writes it down. */
export interface ClaimVersion {
  readonly claimId: string
  readonly originalClaimId: string
  readonly frequency: '1' | '7' | '8'
  readonly version: number
  readonly status: 'paid' | 'denied' | 'pending' | 'reversed'
  readonly panel: Panel | undefined
  readonly lines: readonly ServiceLine[]
  /** The day of the decision; a pending claim has none, but was delivered on that day. */
  readonly decided: Day
}

/** Days between two decisions on one claim. */
const later = (random: Random): number => random.between(5, 70)

type History = (random: Random, first: ClaimVersion, colleague: Panel | undefined) => ClaimVersion[]

const corrected = (
  random: Random,
  before: ClaimVersion,
  frequency: '7' | '8',
  number: number,
  changes: Partial<ClaimVersion> = {},
): ClaimVersion => ({
  ...before,
  claimId: `${before.claimId.slice(0, 12)}R${number}`,
  originalClaimId: before.claimId,
  frequency,
  decided: before.decided + later(random),
  ...changes,
})

const denied: History = (_random, first) => [{ ...first, status: 'denied' }]

const deniedThenPaid: History = (random, first) => [
  { ...first, status: 'denied' },
  { ...first, version: 2, decided: first.decided + later(random) },
]

const pendedThenPaid: History = (random, first) => [
  { ...first, status: 'pending' },
  { ...first, version: 2, decided: first.decided + later(random) },
]

const voided: History = (random, first) => [first, corrected(random, first, '8', 1)]

const reversed: History = (random, first) => [
  first,
  { ...first, version: 2, status: 'reversed', decided: first.decided + later(random) },
]

const reversedAndPaidAgain: History = (random, first) => {
  const back = first.decided + later(random)
  return [
    first,
    { ...first, version: 2, status: 'reversed', decided: back },
    { ...first, version: 3, decided: back + later(random) },
  ]
}

/** Most replacements change an amount, some drop a line, some name another doctor. */
const replaced: History = (random, first, colleague) => {
  const what = random.next()
  const lines = first.lines.map((line) => ({ ...line, allowed: line.allowed + 500 }))
  const changes =
    what < 0.5
      ? { lines }
      : what < 0.75
        ? { lines: lines.slice(0, Math.max(1, lines.length - 1)) }
        : { panel: colleague ?? first.panel }
  return [first, corrected(random, first, '7', 1, changes)]
}

const replacedTwice: History = (random, first, colleague) => {
  const [original, second = first] = replaced(random, first, colleague)
  return [original ?? first, second, corrected(random, second, '7', 2)]
}

const replacementVoided: History = (random, first, colleague) => {
  const [original, second = first] = replaced(random, first, colleague)
  return [original ?? first, second, corrected(random, second, '8', 2)]
}

/** The correction came with the same payment date as the claim. */
const voidedSameDay: History = (random, first) => [
  first,
  corrected(random, first, '8', 1, { decided: first.decided }),
]

const replacesUnknown: History = (random, first) => [
  corrected(random, { ...first, claimId: `${first.claimId}L` }, '7', 1),
]

const histories: readonly (readonly [History, number])[] = [
  [(_random, first) => [first], 885],
  [denied, 32],
  [deniedThenPaid, 25],
  [pendedThenPaid, 5],
  [voided, 12],
  [reversed, 6],
  [reversedAndPaidAgain, 3],
  [replaced, 24],
  [replacedTwice, 5],
  [replacementVoided, 3],
  [voidedSameDay, 1],
  [replacesUnknown, 1],
]

/** All versions of the claim for a service, in the order in which they were decided. */
export const adjudicate = (
  random: Random,
  service: Service,
  claimId: string,
  colleague: Panel | undefined,
): ClaimVersion[] => {
  const wait = random.chance(0.06) ? random.between(60, 200) : random.between(5, 40)
  const first: ClaimVersion = {
    claimId,
    originalClaimId: '',
    frequency: '1',
    version: 1,
    status: 'paid',
    panel: service.panel,
    lines: service.lines,
    decided: service.day + wait,
  }
  return random.weighted(histories)(random, first, colleague)
}
