import { adjudicate, type ClaimVersion } from './adjudication.ts'
import { isoOf, type Day } from './calendar.ts'
import { servicesOf } from './care.ts'
import { brokenNpi, npi, tin } from './identifiers.ts'
import { Random } from './random.ts'
import type { Service } from './service.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

export const claimHeader = [
  'claim_id',
  'line_number',
  'frequency_code',
  'original_claim_id',
  'claim_version',
  'claim_status',
  'member_id',
  'provider_id',
  'provider_npi',
  'billing_tin',
  'service_date',
  'paid_date',
  'procedure_code',
  'revenue_code',
  'bill_type',
  'place_of_service',
  'specialty',
  'allowed_amount',
  'paid_amount',
] as const

/** Takes a finished line on the day of its decision. No field of a claim needs quotes. */
export type ClaimSink = (decided: Day, line: string) => void

const dollars = (cents: number): string => (cents / 100).toFixed(2)

/**
 * The rendering provider, as three columns. Some practices bill through a clearing house, which has
 * the NPI and tax id but not the payer's key, and which sometimes sends its own tax id.
 */
const renderedBy = (version: ClaimVersion, outsider: string, oddTaxId: boolean): string => {
  const { panel } = version
  if (panel === undefined) return outsider
  if (panel.practice.index % 10 !== 3) return `${panel.providerId},,`
  return `,${panel.npi},${oddTaxId ? tin(900_000) : panel.practice.tin}`
}

/** A provider who is on no roster: by the payer's key, or by an NPI that the payer does not have. */
const outsiderOf = (random: Random): string => {
  const number = random.between(1, 400)
  if (random.chance(0.25)) return `,${npi(1_000_000 + number)},${tin(1_000_000 + number)}`
  return `X${String(number).padStart(4, '0')},,`
}

const lineOf = (
  story: Story,
  service: Service,
  version: ClaimVersion,
  number: number,
  outsider: string,
  oddTaxId: boolean,
): string => {
  const isVoid = version.frequency === '8'
  const { claimId, originalClaimId } = version
  // Some clearing houses send a void with nothing but its keys; the others, with negative amounts.
  if (isVoid && story.person.index % 4 === 0) {
    const keys = `${claimId},${number},8,${originalClaimId},,,${story.person.memberId}`
    return `${keys},,,,,${isoOf(version.decided)},,,,,,,`
  }
  const line = version.lines[number - 1]
  if (line === undefined) throw new RangeError(`Expected line ${number} of ${version.lines.length}`)
  const allowed = isVoid ? -line.allowed : line.allowed
  const paid = version.status === 'paid' ? Math.round(allowed * 0.92) : 0
  const specialty = number % 2 === 1 ? (version.panel?.specialty.code ?? '') : ''
  const paidDate = version.status === 'pending' ? '' : isoOf(version.decided)
  return (
    `${claimId},${number},${version.frequency},${originalClaimId},${version.version},` +
    `${version.status},${story.person.memberId},${renderedBy(version, outsider, oddTaxId)},${isoOf(service.day)},` +
    `${paidDate},${line.procedure},${line.revenue},${service.billType},${service.placeOfService},` +
    `${specialty},${dollars(allowed)},${dollars(paid)}`
  )
}

/** Ways to spoil a line: the column's position and the bad value. */
const spoilers: readonly (readonly [column: number, value: string])[] = [
  [0, ''],
  [1, 'one'],
  [2, '9'],
  [5, 'PAYED'],
  [6, ''],
  [8, brokenNpi(1)],
  [10, '2025-02-30'],
  [10, '02/03/2026'],
  [12, ''],
  [17, '12.3.4'],
  [17, '-88.00'],
]

const spoiled = (random: Random, line: string): string => {
  const [column, value] = random.pick(spoilers)
  return line
    .split(',')
    .map((field, position) => (position === column ? value : field))
    .join(',')
}

/** Passes all claim lines of a member to the sink, with repeated and spoiled ones in between. */
export const writeClaims = (world: World, story: Story, sink: ClaimSink): void => {
  const random = new Random(world.options.seed, 'claims', story.person.index)
  let number = 0
  for (const service of servicesOf(world, story)) {
    number += 1
    const claimId = `C${String(story.person.index + 1).padStart(8, '0')}${String(number).padStart(3, '0')}`
    const outsider = outsiderOf(random)
    const oddTaxId = random.chance(0.03)
    const colleague = random.pick(service.panel?.practice.panels ?? [undefined])
    for (const version of adjudicate(random, service, claimId, colleague)) {
      for (let at = 1; at <= version.lines.length; at += 1) {
        const line = lineOf(story, service, version, at, outsider, oddTaxId)
        sink(version.decided, line)
        const luck = random.next()
        // The same line again in a later delivery, a line that no reader can accept.
        if (luck < 0.004) sink(version.decided + random.between(1, 60), line)
        else if (luck < 0.007) sink(version.decided, spoiled(random, line))
      }
    }
  }
}
