import { finalLines } from './claims.ts'
import { countsFor } from './coverage.ts'
import { lastDay, monthsBefore } from './dates.ts'
import { type Member, isEligiblePmp } from './members.ts'
import type { Payer } from './payer.ts'
import { isPrimaryCare, placesExcluded, windowMonths } from './rules.ts'

export interface Visits {
  visits: number
  allowed: number
  last: string
}

/** Visits by member and provider. */
export const countVisits = (
  payer: Payer,
  members: ReadonlyMap<string, Member>,
): Map<string, Map<string, Visits>> => {
  const providers = new Map(payer.providers.map((row) => [row.provider_id, row]))
  const start = monthsBefore(payer.asOf, windowMonths)
  const dates = new Map<string, Map<string, Visits & { dates: Set<string> }>>()
  for (const line of finalLines(payer.claims)) {
    const member = members.get(line.member_id)
    if (!member) continue
    const month = line.service_date.slice(0, 7)
    const provider = countsFor(payer, member, line.provider_id, line.service_date)
    const qualifies =
      line.service_date > start &&
      line.service_date <= payer.asOf &&
      isPrimaryCare(line.procedure_code, Number(line.service_date.slice(0, 4))) &&
      !placesExcluded.has(line.place_of_service) &&
      isEligiblePmp(providers.get(provider), member, payer.asOf) &&
      member.spans.some(
        (span) =>
          span.coverage_start.slice(0, 7) <= month &&
          month <= lastDay(span.coverage_end).slice(0, 7),
      )
    if (!qualifies) continue
    const mine = dates.get(line.member_id) ?? new Map()
    dates.set(line.member_id, mine)
    const sum = mine.get(provider) ?? { dates: new Set(), visits: 0, allowed: 0, last: '' }
    mine.set(provider, sum)
    sum.dates.add(line.service_date)
    sum.visits = sum.dates.size
    sum.allowed = Math.round((sum.allowed + Number(line.allowed_amount || 0)) * 100) / 100
    sum.last = line.service_date > sum.last ? line.service_date : sum.last
  }
  return dates
}

/** Providers by claims, best first. */
export const ranking = (visits: ReadonlyMap<string, Visits> | undefined): [string, Visits][] =>
  [...(visits ?? [])].toSorted(
    ([idA, a], [idB, b]) =>
      b.visits - a.visits ||
      (a.last < b.last ? 1 : a.last > b.last ? -1 : 0) ||
      b.allowed - a.allowed ||
      (idA < idB ? -1 : 1),
  )
