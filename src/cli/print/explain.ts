import { answerLines } from '../../answers/explain/answer.ts'
import { describeMember } from '../../answers/explain/member.ts'
import { describeProvider, describeTests } from '../../answers/explain/provider.ts'
import { describeTeam } from '../../answers/explain/team.ts'
import type { Explanation, MemberExplanation, ProviderExplanation } from '../commands/explain.ts'
import type { InRun } from '../commands/explained-run.ts'
import type { Output } from './output.ts'

export const explanationOutput: Output<Explanation> = {
  text: ({ run, answer }) => [...answerLines(answer), ...source(run)],
  json: ({ answer, evidence }) => ({ ...answer, ...evidence }),
}

export const memberOutput: Output<MemberExplanation> = {
  text: ({ run, memberId, member, team }) => [
    ...describeMember(memberId, member),
    '',
    ...describeTeam(team),
    ...source(run),
  ],
  json: ({ member, team }) => ({ ...member, names: undefined, ...team }),
}

export const providerOutput: Output<ProviderExplanation> = {
  text: ({ run, facts, tested }) => [
    ...describeProvider(facts),
    ...(tested ? ['', ...describeTests(tested)] : []),
    ...source(run),
  ],
  json: ({ facts, tested }) => ({ ...facts, tests: tested?.tests ?? [] }),
}

const source = ({ run_id: id, status, as_of: asOf }: InRun['run']): string[] => [
  '',
  `Run ${id} (${status}), as of ${asOf}.`,
]
