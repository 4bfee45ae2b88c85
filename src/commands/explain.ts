import { openDuckDb } from '../engine/duckdb-engine.ts'
import type { Engine } from '../engine/engine.ts'
import { tellMember } from '../explain/member.ts'
import { memberFacts } from '../explain/member-facts.ts'
import { tellProvider, tellTests } from '../explain/provider.ts'
import { providerFacts, testsFor } from '../explain/provider-facts.ts'
import { publicRelations } from '../models/public.ts'
import { type ExitCode, exitCode } from '../pipeline/errors.ts'
import { attachRun, requireRelations } from '../pipeline/open-run.ts'
import { chooseRun } from '../pipeline/runs.ts'
import { withSpool } from '../pipeline/spool.ts'
import { openLake } from './context.ts'

interface ExplainOptions {
  readonly lake: string
  readonly run?: string
  readonly json?: boolean
}

/** `empanel explain member`: why this member's rows are as they are. */
export const explainMember = async (id: string, options: ExplainOptions): Promise<ExitCode> =>
  inRun(options, async (engine) => {
    const facts = await memberFacts(engine, id)
    const { names: _, ...rest } = facts
    return options.json ? [JSON.stringify(rest)] : tellMember(id, facts)
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

const inRun = async (
  options: ExplainOptions,
  tell: (engine: Engine) => Promise<string[]>,
): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const manifest = await chooseRun(lake, options.run)
  requireRelations(
    manifest,
    publicRelations().map(({ name }) => name),
  )
  const lines = await withSpool(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      await attachRun(engine, lake, manifest)
      return await tell(engine)
    } finally {
      engine.close()
    }
  })
  if (!options.json) {
    lines.push('', `Run ${manifest.run_id} (${manifest.status}), as of ${manifest.as_of}.`)
  }
  process.stdout.write(`${lines.join('\n')}\n`)
  return exitCode.published
}
