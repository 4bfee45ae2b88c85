import { dayAfter, dayBefore, earlier } from '../../base/days.ts'

/** From a first to a last day, both included; 9999-12-31 = open. */
export interface Term {
  readonly from: string
  readonly to: string
}

/** One part of a coverage's scope, its term, and its covering providers in their order. */
export interface CoveragePart extends Term {
  readonly request_id: string
  /** The absent provider; empty for coverage of one member, whichever PMP they have. */
  readonly absent_provider_id: string
  /** all, facility or member. */
  readonly scope: string
  /** The facility or member; empty for all. */
  readonly scope_id: string
  readonly covering: readonly string[]
}

/** A provider who may act; if they cannot, with the reason. */
export interface Candidate {
  readonly provider_id: string
  /** The covering provider who is absent and whose own coverage names this one. */
  readonly via_provider_id: string | null
  readonly via_request_id: string | null
  readonly reason: 'absent' | 'not_on_roster' | 'circle' | null
}

/** Days of a part on which the candidates and their reasons do not change. */
export interface CoverageDays extends Term {
  readonly part: CoveragePart
  readonly candidates: readonly Candidate[]
}

/**
 * Splits each part into runs of days with the same candidates: first the named covering providers, in
 * their order, then, for each of these who is absent, the providers that their own coverage names. Only
 * one such step is taken: if a provider found that way is absent too, or is the absent provider, they
 * are listed with the reason and not followed further.
 */
export const coverageDays = (
  parts: readonly CoveragePart[],
  roster: ReadonlyMap<string, Term>,
): CoverageDays[] => {
  const away = Map.groupBy(parts, keyOf)
  /** A provider's own coverages that apply to the scope of `part`, the narrower before that of all. */
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
  /** The terms that can change who acts: of the named providers, and of those their own coverages name. */
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

/** The first day of a part, and each day within it on which a term begins or has just ended. */
const firstDays = (part: CoveragePart, terms: readonly Term[]): string[] => {
  const days = terms.flatMap(({ from, to }) => [from, dayAfter(earlier(to, part.to)) ?? part.from])
  return [...new Set([part.from, ...days])].filter((day) => holds(part, day)).toSorted()
}

/** Merges adjacent runs with the same candidates. */
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
