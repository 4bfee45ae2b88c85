import { panelTests } from './panel-tests.ts'
import { type Sentence, type Sentences, words } from './step.ts'

/** Why a candidate of any step, of an assignment or attribution, fails. */
export const everyStep: Sentences = {
  earlier_step_held: ({ found }) => `not reached: ${found} decided`,
}

/** The tests that the candidates of every step take; those of other levels bar no candidate. */
const failedTests: Sentences = Object.fromEntries(
  panelTests
    .filter(({ level }) => level === 'eligible' || level === 'serves')
    .map(({ test, sentence }): [string, Sentence] => [
      test,
      ({ provider, found, limit }) => `${provider} ${sentence(found, limit)}`,
    ]),
)

/** Why a candidate of any step of an assignment fails. */
export const everyAssignmentStep: Sentences = {
  ...everyStep,
  ...failedTests,
  licensing: ({ provider, found, limit }) =>
    `it did not start: ${provider} needs a license in ${found || 'an unknown state'} and has ${limit || 'none'}`,
  credentials: ({ provider, found, limit }) =>
    `it did not start: the facility requires ${found}; ${provider} has ${limit || 'none'}`,
  availability: ({ provider, found, limit }) =>
    `it did not start: ${provider} is not available${found && ` (${found}${limit && ` against ${limit}`})`}`,
  geography: ({ provider, found, limit }) =>
    `it did not start: ${provider} does not cover the place (${found || 'unknown'}${limit && ` against ${limit}`})`,
  insurance: ({ provider, found, limit }) =>
    `it did not start: ${provider} takes ${limit || 'no line of business'}, not ${found || 'a member without coverage'}`,
  assignment_ended: ({ provider, found, limit }) =>
    `the assignment to ${provider} ended on ${limit} (${words(found)})`,
}
