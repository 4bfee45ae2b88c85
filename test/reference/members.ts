import { OPEN, ageOn, dayAfter, lastDay } from './dates.ts'
import type { EnrollmentRow, Payer, ProviderRow } from './payer.ts'
import { specialties } from './rules.ts'

export interface Member extends EnrollmentRow {
  age: number
  spans: EnrollmentRow[]
  unbrokenSince: string
}

/** The eligible members by id, each with the span that speaks for them. */
export const eligibleMembers = (payer: Payer): Map<string, Member> => {
  const members = new Map<string, Member>()
  for (const [id, spans] of Map.groupBy(payer.enrollment, (row) => row.member_id)) {
    const died = spans
      .map((span) => span.death_date)
      .filter(Boolean)
      .toSorted()[0]
    const covering = spans.filter(
      (span) => span.coverage_start <= payer.asOf && payer.asOf <= lastDay(span.coverage_end),
    )
    const [span] = covering.toSorted(
      (a, b) =>
        (a.coverage_start < b.coverage_start ? 1 : a.coverage_start > b.coverage_start ? -1 : 0) ||
        (a.line_of_business < b.line_of_business
          ? -1
          : a.line_of_business > b.line_of_business
            ? 1
            : 0) ||
        (a.plan_id < b.plan_id ? -1 : 1),
    )
    if (!span || (died !== undefined && died < payer.asOf) || span.pmp_required === 'N') continue
    members.set(id, {
      ...span,
      spans,
      age: ageOn(span.birth_date, payer.asOf),
      unbrokenSince: unbrokenSince(spans, payer.asOf),
    })
  }
  return members
}

/** The first day of the run of covered days that holds `asOf`. */
const unbrokenSince = (spans: readonly EnrollmentRow[], asOf: string): string => {
  let since = asOf
  for (;;) {
    const reaching = spans.filter((span) => {
      const end = lastDay(span.coverage_end)
      return span.coverage_start < since && (end === OPEN || dayAfter(end) >= since)
    })
    const [earliest] = reaching.map((span) => span.coverage_start).toSorted()
    if (earliest === undefined) return since
    since = earliest
  }
}

export const takes = (provider: ProviderRow, lineOfBusiness: string): boolean =>
  provider.lines_of_business.split('|').includes(lineOfBusiness)

export const isPmp = (provider: ProviderRow): boolean =>
  provider.pmp === '' ? specialties.has(provider.specialty) : provider.pmp === 'Y'

export const isOnRoster = (provider: ProviderRow, asOf: string): boolean =>
  provider.active_from <= asOf && asOf <= lastDay(provider.active_to)

/** The states of licence; those of a panel that names none are its own. */
export const licencesOf = (provider: ProviderRow): string[] =>
  provider.license_states === '' ? [provider.state] : provider.license_states.split('|')

/** Eligible PMP for the member, as of the night. */
export const isEligiblePmp = (
  provider: ProviderRow | undefined,
  member: Member,
  asOf: string,
): provider is ProviderRow =>
  provider !== undefined &&
  isOnRoster(provider, asOf) &&
  takes(provider, member.line_of_business) &&
  isPmp(provider)

/** Serves the member by age and gender; the specialty's own limits stand in for empty ones. */
export const serves = (provider: ProviderRow, member: Member): boolean => {
  const usual = specialties.get(provider.specialty) ?? { min: 0, max: 999, gender: '' }
  const min = provider.min_age === '' ? usual.min : Number(provider.min_age)
  const max = provider.max_age === '' ? usual.max : Number(provider.max_age)
  const gender = provider.gender_served === '' ? usual.gender : provider.gender_served
  const ofGender =
    gender === '' || gender === 'U' || (member.gender || 'U') === 'U' || gender === member.gender
  return min <= member.age && member.age <= max && ofGender
}
