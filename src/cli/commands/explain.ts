import type { Answer } from '../../answers/explain/answer.ts'
import { explainAppearance } from '../../answers/explain/appears.ts'
import { itemOf } from '../../answers/explain/book-facts.ts'
import {
  explainAtFacility,
  explainFacility as facilityAnswer,
} from '../../answers/explain/facility.ts'
import { facilityFacts } from '../../answers/explain/facility-facts.ts'
import { facilityTests } from '../../answers/explain/facility-tests.ts'
import { type MemberFacts, memberFacts } from '../../answers/explain/member-facts.ts'
import {
  type ProviderFacts,
  panelNamed,
  providerFacts,
} from '../../answers/explain/provider-facts.ts'
import type { TestedPair } from '../../answers/explain/provider.ts'
import { testsFor } from '../../answers/explain/provider-tests.ts'
import { type TeamFacts, teamFacts } from '../../answers/explain/team-facts.ts'
import { answerFor, verdictsOf } from '../../answers/explain/verdicts.ts'
import { namesProvider } from '../../requests/subjects.ts'
import type { Effects } from '../effects.ts'
import { type ExplainOptions, type InRun, readRun } from './explained-run.ts'

/** The sentences of an explanation, and the facts behind them. */
export interface Explanation extends InRun {
  readonly answer: Answer
  readonly evidence: object
}

export interface MemberExplanation extends InRun {
  readonly memberId: string
  readonly member: MemberFacts
  readonly team: TeamFacts
}

export interface ProviderExplanation extends InRun {
  readonly facts: ProviderFacts
  /** The tests of this provider for a member, where one was named. */
  readonly tested: TestedPair | undefined
}

/** `empanel explain member`: why this member's rows are as they are. */
export const explainMember = (
  memberId: string,
  options: ExplainOptions,
  effects: Effects,
): Promise<MemberExplanation> =>
  readRun(options, effects, async (engine, book) => ({
    memberId,
    member: await memberFacts(engine, memberId),
    team: await teamFacts(engine, memberId, book),
  }))

/** `empanel explain member --provider`: why this provider is the member's, or does not appear. */
export const explainMemberProvider = (
  memberId: string,
  providerId: string,
  options: ExplainOptions,
  effects: Effects,
): Promise<Explanation> =>
  readRun(options, effects, async (engine, book) => {
    const member = await memberFacts(engine, memberId)
    const team = await teamFacts(engine, memberId, book)
    const isOnRoster = (await panelNamed(engine, providerId)) !== undefined
    const tests =
      isOnRoster && member.member ? await testsFor(engine, providerId, memberId) : undefined
    const named = team.requests.filter(({ request }) => namesProvider(request, providerId))
    const requests = await verdictsOf(engine, book, named)
    const about = { memberId, providerId, member, team, isOnRoster, tests, requests }
    return { answer: explainAppearance(about), evidence: { tests, requests } }
  })

/** `empanel explain provider`: a panel, and why it could or could not be assigned to a member. */
export const explainProvider = (
  providerId: string,
  options: ExplainOptions & { readonly for?: string },
  effects: Effects,
): Promise<ProviderExplanation> =>
  readRun(options, effects, async (engine) => {
    const facts = await providerFacts(engine, providerId)
    const { for: memberId } = options
    const tested =
      memberId === undefined
        ? undefined
        : { providerId, memberId, tests: await testsFor(engine, providerId, memberId) }
    return { facts, tested }
  })

/** `empanel explain facility`: who has it, or why a provider does not. */
export const explainFacility = (
  facilityId: string,
  options: ExplainOptions & { readonly provider?: string },
  effects: Effects,
): Promise<Explanation> =>
  readRun(options, effects, async (engine, book) => {
    const facts = await facilityFacts(engine, facilityId)
    const items = [...book.book.values()].filter(
      ({ request }) => request.kind === 'assign_facility' && request.facility_id === facilityId,
    )
    const requests = await verdictsOf(engine, book, items)
    const { provider } = options
    if (provider === undefined) return { answer: facilityAnswer(facts, requests), evidence: facts }
    const assumed = { facilityId, providerId: provider, asOf: book.asOf }
    const tests = await facilityTests(engine, assumed)
    const answer = explainAtFacility(facts, provider, tests, requests)
    return { answer, evidence: { ...facts, tests } }
  })

/** `empanel explain request`: why a request is in effect or not. */
export const explainRequest = (
  requestId: string,
  options: ExplainOptions,
  effects: Effects,
): Promise<Explanation> =>
  readRun(options, effects, async (engine, book) => {
    const item = itemOf(book, requestId)
    const { evidence, ...answer } = await answerFor(engine, book, item)
    const { request, state, from, to } = item
    return { answer, evidence: { request, state, from, to, ...evidence } }
  })
