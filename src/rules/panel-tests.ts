/**
 * What a failed test rules out. A test of `eligible` leaves no eligible PMP, one of `serves` a PMP who
 * does not serve the member, one of `given` a PMP who is not given by distance; a test of `start`
 * keeps a request from starting, and is only checked there.
 */
export type Level = 'eligible' | 'serves' | 'given' | 'start'

/**
 * What it takes to check a test: the panel's own row of the roster, also the member, also the places
 * of both and the seats; or the request.
 */
type Facts = 'panel' | 'pair' | 'place' | 'request'

/** The five validations of a request; an approved exception is for one of them. */
type Validation = 'licensing' | 'credentials' | 'availability' | 'geography' | 'insurance'

/** One test of whether a panel may have a member. */
export interface PanelTest {
  /** The reason code that a failure gives. */
  readonly test: string
  readonly level: Level
  /** The facts that the test needs. */
  readonly facts: Facts
  /** Whether a failure also ends an assignment in force; other tests only prevent a new one. */
  readonly isHard?: true
  /** The validation whose approved exception allows a failure; if undefined, none does. */
  readonly exception?: Validation
  /** What the test found and the limit that it met. */
  readonly meaning: string
  /** Describes the failure, to follow the provider's name; `found` and `limit` may be empty. */
  readonly sentence: (found: string, limit: string) => string
}

/**
 * "May this panel have this member", declared once, in the order in which the first failure counts.
 * The night reads it as run.panel_test; what is found and the limit are stated in
 * assignment.roster_test, pair_test and place_test, for requests in assignment.validation_*.
 */
export const panelTests: readonly PanelTest[] = [
  {
    test: 'not_on_roster',
    level: 'eligible',
    facts: 'pair',
    isHard: true,
    meaning: "the provider is not in tonight's roster",
    sentence: () => 'is not on tonight’s roster',
  },
  {
    test: 'not_active',
    level: 'eligible',
    facts: 'panel',
    isHard: true,
    meaning: 'active from or to (found), as-of (limit)',
    sentence: (found, limit) =>
      `is not active on ${limit}: active ${found > limit ? 'from' : 'to'} ${found}`,
  },
  {
    test: 'not_a_pmp',
    level: 'eligible',
    facts: 'panel',
    isHard: true,
    meaning: 'neither named a PMP nor of a PMP specialty (found)',
    sentence: (found) => `is not a PMP (specialty ${found})`,
  },
  {
    test: 'line_of_business',
    level: 'eligible',
    facts: 'pair',
    isHard: true,
    exception: 'insurance',
    meaning: "the panel does not take the member's line (found)",
    sentence: (found) => `does not take ${found}`,
  },
  {
    test: 'licence_lost',
    level: 'eligible',
    facts: 'panel',
    isHard: true,
    exception: 'licensing',
    meaning: 'the panel has lost the license of its own state (found)',
    sentence: (found, limit) =>
      `has lost the license of their own state, ${found}${limit && `: licensed in ${limit}`}`,
  },
  {
    test: 'dismissed',
    level: 'eligible',
    facts: 'pair',
    isHard: true,
    meaning: 'the provider has dismissed the member, since found',
    sentence: (found) => `dismissed the member, effective ${found}`,
  },
  {
    test: 'age',
    level: 'serves',
    facts: 'pair',
    meaning: "the member's age (found) is outside the panel's limit",
    sentence: (found, limit) => `does not serve age ${found}: the limit is ${limit}`,
  },
  {
    test: 'gender',
    level: 'serves',
    facts: 'pair',
    meaning: "the member's gender (found) is not served (limit)",
    sentence: (found, limit) => `does not serve gender ${found}, only ${limit}`,
  },
  {
    test: 'may_not_be_given',
    level: 'given',
    facts: 'panel',
    meaning: 'members must choose the specialty (found); the plan does not give it',
    sentence: (found) => `can be chosen but is never given by the plan (specialty ${found})`,
  },
  {
    test: 'panel_established_only',
    level: 'given',
    facts: 'panel',
    exception: 'availability',
    meaning: 'the panel takes established patients only',
    sentence: () => 'takes established patients only',
  },
  {
    test: 'panel_closed',
    level: 'given',
    facts: 'panel',
    exception: 'availability',
    meaning: 'the panel status (found) is not open (limit)',
    sentence: () => 'is closed to new patients',
  },
  {
    test: 'not_licensed',
    level: 'given',
    facts: 'place',
    exception: 'licensing',
    meaning: "no license in the member's state (found), only in others (limit)",
    sentence: (found, limit) =>
      `is not licensed in ${found || 'the state, which is unknown'}${limit && `, only in ${limit}`}`,
  },
  {
    test: 'not_locatable',
    level: 'given',
    facts: 'place',
    meaning: 'one of the two has no known place: the panel or the member (found)',
    sentence: (found) =>
      found === 'member'
        ? 'cannot be measured: the member has no known place'
        : 'has no known place',
  },
  {
    test: 'outside_service_area',
    level: 'given',
    facts: 'place',
    exception: 'geography',
    meaning: 'the panel covers neither the ZIP nor the distance (found) by its radius (limit)',
    sentence: (found, limit) =>
      limit
        ? `does not cover the place: ${found ? `${tenths(found)} miles away` : 'at an unknown distance'}, the radius is ${tenths(limit)}`
        : `does not cover ${found ? `ZIP ${found}` : 'the place, whose ZIP is unknown'}`,
  },
  {
    test: 'too_far',
    level: 'given',
    facts: 'place',
    meaning: 'the distance in miles (found) is beyond the most that is given (limit)',
    sentence: (found, limit) =>
      `is too far away: ${tenths(found)} of at most ${tenths(limit)} miles`,
  },
  {
    test: 'no_room',
    level: 'given',
    facts: 'place',
    exception: 'availability',
    meaning: 'the panel is full: its capacity is limit',
    sentence: (_, limit) => `has no room${limit && `: the capacity of ${limit} is used`}`,
  },
  {
    test: 'missing_credential',
    level: 'start',
    facts: 'request',
    exception: 'credentials',
    meaning: 'a credential that the facility requires (found), theirs are limit',
    sentence: (found, limit) =>
      `lacks the credential ${found || 'that the facility requires'}${limit && `, has ${limit}`}`,
  },
  {
    test: 'absent',
    level: 'start',
    facts: 'request',
    exception: 'availability',
    meaning: 'the covering provider is away on the first day (found), until limit',
    sentence: (found, limit) => `is away on ${found}${limit && `, until ${limit}`}`,
  },
  {
    test: 'no_facility_room',
    level: 'start',
    facts: 'request',
    exception: 'availability',
    meaning: 'the provider has as many facilities (found) as they take (limit)',
    sentence: (found, limit) => `has ${found} facilities and takes at most ${limit}`,
  },
  {
    test: 'not_covered',
    level: 'start',
    facts: 'request',
    meaning: 'the member is not covered tonight',
    sentence: () => 'cannot take a member who is not covered tonight',
  },
]

const tenths = (miles: string): string => Number(miles).toFixed(1)

/** The tests as rows of run.panel_test. */
export const panelTestRows = panelTests.map(
  ({ test, level, facts, isHard = false, exception = null, meaning }, index) => ({
    test,
    test_rank: index + 1,
    level,
    facts,
    is_hard: isHard,
    exception,
    meaning,
  }),
)

const byCode = new Map(panelTests.map((one) => [one.test, one]))

/** What failed, as a sentence without its subject, the provider. Throws where no test has this code. */
export const describeFailure = (
  test: string,
  found: string | null,
  limit: string | null,
): string => {
  const declared = byCode.get(test)
  if (!declared) throw new Error(`Expected a test of src/rules/panel-tests.ts, found ${test}`)
  return `${declared.sentence(found ?? '', limit ?? '')}.`
}
