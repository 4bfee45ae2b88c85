import { dayAfter, dayBefore, earlier } from '../../base/days.ts'

/** From a day to a day, both included; 9999-12-31 = open. */
export interface Term {
  readonly from: string
  readonly to: string
}

/** One part of the scope of a coverage, in force for a term, with those who cover in their order. */
export interface CoveragePart extends Term {
  readonly request_id: string
  /** Who is away; empty where one member's coverage was asked for, whoever their PMP is. */
  readonly absent_provider_id: string
  /** all, facility or member. */
  readonly scope: string
  /** The facility or member; empty for all. */
  readonly scope_id: string
  readonly covering: readonly string[]
}

/** Somebody who may act, and what stops them. */
export interface Candidate {
  readonly provider_id: string
  /** The named provider who is away and in whose own coverage this one is named. */
  readonly via_provider_id: string | null
  readonly via_request_id: string | null
  readonly reason: 'absent' | 'not_on_roster' | 'circle' | null
}

/** Days of a part on which the same candidates stand the same way. */
export interface CoverageDays extends Term {
  readonly part: CoveragePart
  readonly candidates: readonly Candidate[]
}

/**
 * Splits each part into runs of days on which the same can act: those named, in their order, and after
 * them, of each named one who is away, those of their own coverage. That is followed once; whoever is
 * reached so and is away too, or is the absent provider, is kept with the reason and never followed.
 */
export const coverageDays = (
  parts: readonly CoveragePart[],
  roster: ReadonlyMap<string, Term>,
): CoverageDays[] => {
  const away = Map.groupBy(parts, keyOf)
  /** A provider's own coverages that hold where `part` does; the narrower before that of all. */
  const awayFor = (provider: string, { scope, scope_id }: CoveragePart): CoveragePart[] =>
    provider === ''
      ? []
      : [
          ...(scope === 'all'
            ? []
            : (away.get(keyOf({ absent_provider_id: provider, scope, scope_id })) ?? [])),
          ...(away.get(keyOf({ absent_provider_id: provider, scope: 'all', scope_id: '' })) ?? []),
        ]
  const reasonOf = (provider: string, part: CoveragePart, day: string): Candidate['reason'] => {
    const active = roster.get(provider)
    if (!active || !holds(active, day)) return 'not_on_roster'
    if (provider === part.absent_provider_id) return 'circle'
    return awayFor(provider, part).some((own) => holds(own, day)) ? 'absent' : null
  }
  const candidatesOn = (part: CoveragePart, day: string): Candidate[] => {
    const named = part.covering.map((provider) => ({
      provider_id: provider,
      via_provider_id: null,
      via_request_id: null,
      reason: reasonOf(provider, part, day),
    }))
    const followed = named.flatMap(({ provider_id: provider, reason }) => {
      const own =
        reason === 'absent'
          ? awayFor(provider, part).find((theirs) => holds(theirs, day))
          : undefined
      return (own?.covering ?? []).map((next) => ({
        provider_id: next,
        via_provider_id: provider,
        via_request_id: own?.request_id ?? null,
        reason: reasonOf(next, part, day),
      }))
    })
    return [...named, ...followed]
  }
  /** Whose days can change who acts: those named and those named in their own coverages. */
  const termsFor = (part: CoveragePart): Term[] => {
    const own = part.covering.flatMap((provider) => awayFor(provider, part))
    const reached = new Set([...part.covering, ...own.flatMap(({ covering }) => covering)])
    return [...reached].flatMap((provider) => [
      ...awayFor(provider, part),
      ...(roster.has(provider) ? [roster.get(provider) ?? part] : []),
    ])
  }
  return parts.flatMap((part) =>
    merged(
      firstDays(part, termsFor(part)).map((from, i, all) => ({
        part,
        from,
        to: i + 1 < all.length ? dayBefore(all[i + 1] ?? '') : part.to,
        candidates: candidatesOn(part, from),
      })),
    ),
  )
}

const keyOf = (part: Pick<CoveragePart, 'absent_provider_id' | 'scope' | 'scope_id'>): string =>
  JSON.stringify([part.absent_provider_id, part.scope, part.scope_id])

const holds = ({ from, to }: Term, day: string): boolean => from <= day && day <= to

/** The first day of a part, and each day within it on which one of the terms begins or has ended. */
const firstDays = (part: CoveragePart, terms: readonly Term[]): string[] => {
  const days = terms.flatMap(({ from, to }) => [from, dayAfter(earlier(to, part.to)) ?? part.from])
  return [...new Set([part.from, ...days])].filter((day) => holds(part, day)).toSorted()
}

/** Joins neighbours on which nothing differs. */
const merged = (runs: readonly CoverageDays[]): CoverageDays[] => {
  const result: CoverageDays[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (last && JSON.stringify(last.candidates) === JSON.stringify(run.candidates)) {
      result[result.length - 1] = { ...last, to: run.to }
    } else result.push(run)
  }
  return result
}
