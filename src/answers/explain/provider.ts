import { describeFailure } from '../../rules/panel-tests.ts'
import type { ProviderFacts } from './provider-facts.ts'
import type { Test } from './provider-tests.ts'

/** Describes a provider's panel in plain sentences. */
export const describeProvider = ({
  panel,
  lines,
  assigned,
  attributed,
}: ProviderFacts): string[] => {
  const ages =
    panel.serves_min_age === null && panel.serves_max_age === null
      ? 'any age'
      : `ages ${panel.serves_min_age ?? 0} to ${panel.serves_max_age ?? 'any'}`
  const active = `${panel.active_from}${panel.active_to === null ? ' on' : ` to ${panel.active_to}`}`
  return [
    `${panel.provider_id}: ${panel.provider_name}${panel.practice_name === null ? '' : `, ${panel.practice_name}`}; specialty ${panel.specialty}.`,
    `${panel.on_roster ? 'Active' : 'Not active'} (${active}); ${panel.is_pmp ? 'a PMP' : 'not a PMP'}${panel.is_pmp && !panel.may_be_given ? ' who can be chosen but is never assigned by the plan' : ''}; eligible for ${lines.length === 0 ? 'no line of business' : lines.join(', ')}.`,
    `Panel ${panel.panel_status}, ${ages}, ${panel.serves_gender === null ? 'any gender' : `gender ${panel.serves_gender}`}; ${assigned} assigned ${panel.panel_capacity === null ? '(no limit)' : `of ${panel.panel_capacity}`}, ${attributed} attributed.`,
  ]
}

/** The tests of one provider and one member. */
export interface TestedPair {
  readonly providerId: string
  readonly memberId: string
  readonly tests: readonly Test[]
}

/** Explains why this provider could or could not be assigned to this member by distance. */
export const describeTests = ({ providerId, memberId, tests }: TestedPair): string[] => {
  const failed = tests.filter((test) => !test.passed)
  if (failed.length === 0) {
    return [
      `Could be assigned to member ${memberId}: all ${tests.length} tests of the geographic step pass.`,
      'The geographic step places all such members together (`explain member` shows the result).',
    ]
  }
  return [
    `Could not be assigned to member ${memberId} by distance:`,
    ...failed.map(
      (test) => `  ${providerId} ${describeFailure(test.reason, test.found, test.limit)}`,
    ),
    `${tests.length - failed.length} of ${tests.length} tests pass.`,
  ]
}
