type Sentence = (found: string, limit: string) => string

/** Why a provider can't be given to a member, for each test of the geographic step and each validation. */
export const stopSentences: Readonly<Record<string, Sentence>> = {
  not_on_roster: () => 'is not in tonight\u2019s roster',
  not_active: (found, limit) =>
    `is not active: the panel\u2019s date is ${found}, the night\u2019s ${limit}`,
  not_a_pmp: (found) => `is not a PMP (specialty ${found})`,
  line_of_business: (found) => `does not take ${found}`,
  licence_lost: (found, limit) =>
    `has lost the licence of its own state, ${found}${limit ? `: licensed in ${limit}` : ''}`,
  dismissed: (found) => `dismissed the member, from ${found}`,
  may_not_be_given: (found) => `can be chosen but is never given (specialty ${found})`,
  age: (found, limit) => `does not serve the age: ${found}, the limit is ${limit}`,
  gender: (found, limit) => `does not serve the gender: ${found}, they serve ${limit}`,
  panel_closed: (found) => `the panel is ${found || 'closed'}`,
  panel_established_only: () => 'the panel takes established patients only',
  not_licensed: (found, limit) =>
    `has no licence in ${found || 'the member\u2019s state'}${limit ? `, only in ${limit}` : ''}`,
  outside_service_area: (found, limit) =>
    `does not cover the place${found ? `: ${found}` : ''}${limit ? `, the limit is ${limit}` : ''}`,
  too_far: (found, limit) => `is too far: ${tenths(found)} of ${tenths(limit)} miles`,
  no_room: (found, limit) => `has no room${limit ? `: ${found || '0'} of ${limit}` : ''}`,
  not_locatable: () => 'has no known place',
  missing_credential: (found, limit) =>
    `lacks the credential ${found || 'that the facility requires'}${limit ? `, theirs: ${limit}` : ''}`,
  absent: (found, limit) => `is away themselves on ${found}${limit ? `, until ${limit}` : ''}`,
  no_facility_room: (found, limit) => `has ${found} facilities, and ${limit} at most`,
  not_covered: () => 'the member is not covered tonight',
}

const tenths = (miles: string): string => Number(miles).toFixed(1)

/** One test's sentence, without the provider. Throws where there is none: the tests are listed. */
export const stoppedBy = (reason: string, found: string | null, limit: string | null): string => {
  const say = stopSentences[reason]
  if (!say) throw new Error(`no sentence for ${reason}`)
  return `${say(found ?? '', limit ?? '')}.`
}
