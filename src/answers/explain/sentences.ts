import { describeFailure, panelTests } from '../../rules/panel-tests.ts'

/** What a sentence can speak of; every value as the models give it. */
export interface Facts {
  readonly provider: string
  readonly found: string
  readonly limit: string
  /** `12.3 miles`, or `an unknown distance`. */
  readonly distance: string
}

type Sentence = (facts: Facts) => string

/** What every step says of a candidate that failed a test. */
const failedTests: Readonly<Record<string, Sentence>> = Object.fromEntries(
  panelTests.map(({ test }) => [
    `any/${test}`,
    ({ provider, found, limit }: Facts) => `${provider} ${describeFailure(test, found, limit)}`,
  ]),
)

/** The sentence of each step and reason of an assignment; `any` where every step says the same. */
export const assignmentSentences: Readonly<Record<string, Sentence>> = {
  'lock_in/locked': ({ provider, limit }) =>
    `the member is locked to ${provider}${limit ? ` until ${limit}` : ''}.`,
  'lock_in/no_lock': () => 'the member is not locked to a provider.',
  'lock_in/lock_ended': ({ provider, found, limit }) =>
    `the lock to ${provider} ended on ${limit}; the night is that of ${found}.`,
  'patient_assignment/assigned_to_member': ({ provider, found, limit }) =>
    `request ${found} gives the member ${provider}${limit ? ` until ${limit}` : ''}.`,
  'patient_assignment/no_candidate': () => 'no assignment of this member has been approved.',
  'reassigned/moved': ({ provider, found, limit }) =>
    `move ${limit} took the member from ${found || 'nobody'} to ${provider}.`,
  'reassigned/moved_back': ({ provider, found, limit }) =>
    `${limit} undoes a move and took the member back from ${found} to ${provider}.`,
  'reassigned/not_moved': ({ found, limit }) =>
    `move ${limit} was about the member, who could not go: ${found.replaceAll('_', ' ')}.`,
  'reassigned/ended_withdrawn': ({ provider, limit }) =>
    `move ${limit} to ${provider} was withdrawn.`,
  'reassigned/ended_superseded': ({ provider, found, limit }) =>
    `move ${limit} to ${provider} was superseded by ${found}.`,
  'reassigned/ended_moved_again': ({ provider, found, limit }) =>
    `after move ${limit} to ${provider} another one took the member: ${found}.`,
  'reassigned/ended_record_changed': ({ provider, found, limit }) =>
    `after move ${limit} to ${provider} the system of record came to show ${found}.`,
  'reassigned/ended_self_selection': ({ provider, found, limit }) =>
    `after move ${limit} to ${provider} the member chose for themselves, on ${found}.`,
  'reassigned/ended_facility_assignment': ({ provider, found, limit }) =>
    `after move ${limit} to ${provider} the member's facility got ${found}.`,
  'reassigned/no_candidate': () => 'no move of several members includes them.',
  'self_selection/panel_open': ({ provider }) =>
    `the member chose ${provider}, whose panel is open.`,
  'self_selection/has_provider_already': ({ provider, found }) =>
    `the member chose ${provider} and has them already, so that the panel (${found}) does not matter.`,
  'self_selection/established_patient': ({ provider, found }) =>
    `the member chose ${provider}, whose panel takes established patients, and has ${visits(found)} there.`,
  'self_selection/panel_addition': ({ provider, found }) =>
    `the member chose ${provider}, whose practice accepted them on a panel that is ${found}.`,
  'self_selection/no_selection': () => 'the member has chosen nobody.',
  'self_selection/not_in_force': ({ provider, found, limit }) =>
    `the choice of ${provider} begins on ${found}, after ${limit}.`,
  'self_selection/selection_ended': ({ provider, found, limit }) =>
    `the choice of ${provider} ended on ${limit}; the night is that of ${found}.`,
  'self_selection/superseded_by_later_selection': ({ provider, found, limit }) =>
    `${provider} was chosen on ${found}; a later choice of ${limit} counts.`,
  'self_selection/higher_provider_id': ({ provider, limit }) =>
    `${provider} was chosen on the same day as ${limit}, which has the lower id.`,
  'self_selection/panel_closed': ({ provider, found }) =>
    `the member chose ${provider}, but the panel is ${found}.`,
  'self_selection/panel_established_only': ({ provider, found }) =>
    `the member chose ${provider}, whose panel takes established patients only, and has ${visits(found)} there.`,
  'facility/lives_at_facility': ({ provider, found, limit }) =>
    `${provider} is the primary provider of facility ${found}, by request ${limit}.`,
  'facility/no_candidate': () => 'no facility of the member has a primary provider.',
  'carried_forward/pending_change': ({ provider, found }) =>
    `the last run proposed ${provider}, and the system of record still shows ${found || 'nobody'}.`,
  'carried_forward/system_of_record': ({ provider, found }) =>
    `the system of record has ${provider}${found ? ` (basis ${found})` : ''}.`,
  'carried_forward/baseline': ({ provider }) =>
    `the last run had ${provider}, and no system of record was delivered.`,
  'carried_forward/no_prior_assignment': () => 'the member had nobody to carry forward.',
  'carried_forward/left_facility': ({ provider, found, limit }) =>
    `${provider} was given through ${limit ? `facility ${limit}` : 'a facility'}; the member now lives ${found ? `at ${found}` : 'in none'}.`,
  'carried_forward/pending_change_held': ({ provider, limit }) =>
    `the system of record has ${provider}, but a change to ${limit} is pending.`,
  'geographic/optimal_distance': ({ provider, distance }) =>
    `${provider} is ${distance} away; of all ways to place such members together, this leaves the fewest without and costs the least in miles.`,
  'geographic/no_eligible_pmp_in_reach': () =>
    'no PMP who may be given and serves the member covers the place within the limit.',
  'geographic/no_room_in_reach': () => 'every PMP within reach is full.',
  'geographic/not_locatable': () => 'the member has no coordinates, and no known ZIP or county.',
  'geographic/no_candidate': () => 'the member was not there for this step to place.',
  'any/licensing': ({ provider, found, limit }) =>
    `it did not start: ${provider} needs a licence in ${found || 'a state that nobody knows'} and has ${limit || 'none'}.`,
  'any/credentials': ({ provider, found, limit }) =>
    `it did not start: the facility requires ${found}; ${provider} has ${limit || 'none'}.`,
  'any/availability': ({ provider, found, limit }) =>
    `it did not start: ${provider} is not available${found ? ` (${found}${limit ? ` against ${limit}` : ''})` : ''}.`,
  'any/geography': ({ provider, found, limit }) =>
    `it did not start: ${provider} does not cover the place (${found || 'unknown'}${limit ? ` against ${limit}` : ''}).`,
  'any/insurance': ({ provider, found, limit }) =>
    `it did not start: ${provider} takes ${limit || 'no line'}, not ${found || 'somebody without coverage'}.`,
  'any/assignment_ended': ({ provider, found, limit }) =>
    `the assignment to ${provider} ended on ${limit} (${found.replaceAll('_', ' ')}).`,
  'any/earlier_step_held': ({ found }) => `not asked, ${found} decided.`,
  'any/no_candidate': () => 'the step had nobody to offer.',
  ...failedTests,
}

/** The sentence of each step and reason of an attribution. */
export const attributionSentences: Readonly<Record<string, Sentence>> = {
  'claims/most_visits': ({ provider, found }) =>
    `${provider} has ${visits(found)}; nobody has more.`,
  'claims/no_qualifying_visits': () => 'no qualifying visit to an eligible PMP in the window.',
  'claims/fewer_visits': ({ provider, found, limit }) =>
    `${provider} has ${visits(found)} against ${limit}.`,
  'claims/earlier_last_visit': ({ provider, found, limit }) =>
    `${provider} has as many visits, the last on ${found}; the first's was on ${limit}.`,
  'claims/lower_allowed_amount': ({ provider, found, limit }) =>
    `${provider} has as many visits and as late, but $${found} allowed against $${limit}.`,
  'claims/higher_provider_id': ({ provider, limit }) =>
    `${provider} is alike in visits, date and amount; ${limit} has the lower id.`,
  'self_selection/selection_honoured': ({ provider, found }) =>
    `the member chose ${provider}, from ${found}.`,
  'self_selection/selection_carried': ({ provider, found }) =>
    `${provider} is carried forward from a choice of the member, from ${found}.`,
  'self_selection/no_honoured_selection': () =>
    'the assignment does not come from a choice of the member.',
  'assignment/assigned': ({ provider, found }) => `${provider} is the assigned PMP, by ${found}.`,
  'assignment/unassigned': () => 'the member is assigned to nobody.',
  'any/earlier_step_held': ({ found }) => `not asked, ${found} decided.`,
  'any/no_candidate': () => 'the step had nobody to offer.',
}

const visits = (count: string): string => `${count} qualifying visit${count === '1' ? '' : 's'}`

/** What a step had to offer, before the reason that every step may give. */
const offers: Readonly<Record<string, string>> = {
  lock_in: 'the lock cannot be kept: ',
  patient_assignment: 'the assignment cannot be honoured: ',
  reassigned: 'the move cannot be kept: ',
  self_selection: 'the choice cannot be honoured: ',
  facility: "the facility's provider cannot be given: ",
  carried_forward: 'cannot be carried forward: ',
}

/** The sentence for a candidate of a step. Throws where there is none: the vocabulary is tested. */
export const sentence = (
  sentences: Readonly<Record<string, Sentence>>,
  step: string,
  reason: string,
  facts: Facts,
): string => {
  const own = sentences[`${step}/${reason}`]
  if (own) return own(facts)
  const common = sentences[`any/${reason}`]
  if (!common) throw new Error(`no sentence for step ${step} and reason ${reason}`)
  return `${reason === 'earlier_step_held' ? '' : (offers[step] ?? '')}${common(facts)}`
}
