import { type Proposal, propose } from '../../answers/rebalance/propose.ts'
import { relationsRead } from '../../answers/rebalance/read-excess.ts'
import { canonicalJson } from '../../base/canonical-json.ts'
import { sha256 } from '../../base/checksum.ts'
import type { Clock } from '../../base/clock.ts'
import { ConfigError } from '../../base/errors.ts'
import { monthsBefore } from '../../base/months.ts'
import { withEngine } from '../../engine/with-engine.ts'
import type { Lake } from '../../lake/lake.ts'
import type { Request } from '../../requests/kinds.ts'
import { parseRequest } from '../../requests/parse.ts'
import { attachRelations } from '../../runs/run-relations.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { parseCount } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipeline } from '../open-pipeline.ts'

export interface RebalanceOptions extends PipelineOptions {
  readonly run?: string
  readonly visitMonths: string
}

/** The moves that would bring every panel under its capacity. */
export interface Rebalance {
  readonly proposal: Proposal
  /** The date of the run that they were computed from. */
  readonly as_of: string
  /** Members who were seen within so many months stay. */
  readonly visitMonths: number
}

/** `empanel rebalance`: proposes the fewest moves that bring every panel under its capacity. */
export const rebalance = async (
  options: RebalanceOptions,
  effects: Effects,
): Promise<Rebalance> => {
  const visitMonths = parseCount('--visit-months', options.visitMonths, 120)
  const { lake } = await openPipeline(options, effects)
  const run = await chooseRun(lake, options.run)
  return { proposal: await proposed(lake, run, visitMonths), as_of: run.as_of, visitMonths }
}

const proposed = (lake: Lake, run: Manifest, visitMonths: number): Promise<Proposal> =>
  withEngine(async (engine) => {
    await attachRelations(engine, lake, run, relationsRead)
    return propose(engine, monthsBefore(run.as_of, visitMonths))
  })

/** The moves as one request; the same moves of the same night are the same request. */
export const requestOfMoves = (
  { proposal: { moves }, as_of }: Rebalance,
  { by, effectiveDate }: { readonly by: string; readonly effectiveDate?: string | undefined },
  clock: Clock,
): Request => {
  const parsed = parseRequest({
    kind: 'bulk_reassign',
    request_id: `rebalance-${as_of}-${sha256(canonicalJson(moves)).slice(0, 8)}`,
    requested_by: by.trim(),
    requested_at: clock.now().toISOString(),
    reason: 'load_balancing',
    note: `proposed from the night of ${as_of}`,
    moves,
    ...(effectiveDate === undefined ? {} : { effective_date: effectiveDate }),
  })
  if ('problems' in parsed) throw new ConfigError(parsed.problems.join('\n'))
  return parsed.request
}
