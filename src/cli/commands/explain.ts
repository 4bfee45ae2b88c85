import { withEngine } from '../../engine/with-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Answer, tellAnswer } from '../../answers/explain/answer.ts'
import { explainAppearance } from '../../answers/explain/appears.ts'
import { type BookFacts, bookFacts, itemOf } from '../../answers/explain/book-facts.ts'
import {
  explainAtFacility,
  explainFacility as facilityAnswer,
} from '../../answers/explain/facility.ts'
import { facilityFacts, facilityTests } from '../../answers/explain/facility-facts.ts'
import { tellMember } from '../../answers/explain/member.ts'
import { memberFacts } from '../../answers/explain/member-facts.ts'
import { tellProvider, tellTests } from '../../answers/explain/provider.ts'
import { panelNamed, providerFacts } from '../../answers/explain/provider-facts.ts'
import { testsFor } from '../../answers/explain/provider-tests.ts'
import { tellTeam } from '../../answers/explain/team.ts'
import { teamFacts } from '../../answers/explain/team-facts.ts'
import { answerFor, verdictsOf } from '../../answers/explain/verdicts.ts'
import { publicRelations } from '../../models/public.ts'
import { type ExitCode, exitCode } from '../../base/errors.ts'
import { attachRun, requireRelations } from '../../runs/open-run.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { namesProvider } from '../../requests/subject.ts'
import { openLake } from '../context.ts'

interface ExplainOptions {
  readonly lake: string
  readonly run?: string
  readonly json?: boolean
}

/** `empanel explain member`: why this member's rows are as they are, or why a provider is not theirs. */
export const explainMember = async (
  id: string,
  options: ExplainOptions & { readonly provider?: string },
): Promise<ExitCode> =>
  inRun(options, async (engine, book) => {
    const member = await memberFacts(engine, id)
    const team = await teamFacts(engine, id, book)
    const { names: _, ...rest } = member
    if (options.provider === undefined) {
      return options.json
        ? [JSON.stringify({ ...rest, ...team })]
        : [...tellMember(id, member), '', ...tellTeam(team)]
    }
    const providerId = options.provider
    const known = (await panelNamed(engine, providerId)) !== undefined
    const tests =
      known && member.member
        ? await testsFor(engine, await providerFacts(engine, providerId), id)
        : undefined
    const named = team.requests.filter(({ request }) => namesProvider(request, providerId))
    const requests = await verdictsOf(engine, book, named)
    const about = { memberId: id, providerId, member, team, isKnown: known, tests, requests }
    return answered(options, explainAppearance(about), { tests, requests })
  })

/** `empanel explain provider`: a panel, and why it could or could not be given to a member. */
export const explainProvider = async (
  id: string,
  options: ExplainOptions & { readonly for?: string },
): Promise<ExitCode> =>
  inRun(options, async (engine) => {
    const facts = await providerFacts(engine, id)
    const tests = options.for === undefined ? [] : await testsFor(engine, facts, options.for)
    if (options.json) return [JSON.stringify({ ...facts, tests })]
    return [
      ...tellProvider(facts),
      ...(options.for === undefined ? [] : ['', ...tellTests(options.for, tests)]),
    ]
  })

/** `empanel explain facility`: who has it, or why a provider does not. */
export const explainFacility = async (
  id: string,
  options: ExplainOptions & { readonly provider?: string },
): Promise<ExitCode> =>
  inRun(options, async (engine, book) => {
    const facts = await facilityFacts(engine, id)
    const items = [...book.book.values()].filter(
      ({ request }) => request.kind === 'assign_facility' && request.facility_id === id,
    )
    const requests = await verdictsOf(engine, book, items)
    const { provider } = options
    if (provider === undefined) return answered(options, facilityAnswer(facts, requests), facts)
    const tests = await facilityTests(engine, facts, provider, book.asOf)
    const answer = explainAtFacility(facts, provider, tests, requests)
    return answered(options, answer, { ...facts, tests })
  })

/** `empanel explain request`: why a request is in effect or not. */
export const explainRequest = async (id: string, options: ExplainOptions): Promise<ExitCode> =>
  inRun(options, async (engine, book) => {
    const item = itemOf(book, id)
    const { evidence, ...answer } = await answerFor(engine, book, item)
    const { request, state, from, to } = item
    return answered(options, answer, { request, state, from, to, ...evidence })
  })

const answered = (options: ExplainOptions, answer: Answer, evidence: object): string[] =>
  options.json ? [JSON.stringify({ ...answer, ...evidence })] : tellAnswer(answer)

const inRun = async (
  options: ExplainOptions,
  tell: (engine: Engine, book: BookFacts) => Promise<string[]>,
): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const manifest = await chooseRun(lake, options.run)
  requireRelations(
    manifest,
    publicRelations().map(({ name }) => name),
  )
  const book = await bookFacts(lake, manifest)
  const lines = await withEngine(async (engine) => {
    await attachRun(engine, lake, manifest)
    return await tell(engine, book)
  })
  if (!options.json) {
    lines.push('', `Run ${manifest.run_id} (${manifest.status}), as of ${manifest.as_of}.`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
  return exitCode.published
}
