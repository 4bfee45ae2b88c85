import { writeFile } from 'node:fs/promises'
import { withEngine } from '../../engine/with-engine.ts'
import type { Lake } from '../../lake/lake.ts'
import { loadPipeline } from '../../config/pipeline.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { attachRelations } from '../../runs/open-run.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { type Proposal, propose } from '../../answers/rebalance/propose.ts'
import { relationsRead } from '../../answers/rebalance/read.ts'
import { tellProposal } from '../../answers/rebalance/tell.ts'
import { canonicalJson } from '../../base/canonical-json.ts'
import type { Request } from '../../requests/kinds.ts'
import { parseRequest } from '../../requests/parse.ts'
import { openLake, parseDate, pipelineFile, systemClock } from '../context.ts'
import { send } from './request.ts'
import type { Manifest } from '../../runs/manifest.ts'
import type { Clock } from '../../base/clock.ts'
import { sha256 } from '../../base/checksum.ts'
import { monthsBefore } from '../../base/months.ts'

interface RebalanceOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly run?: string
  readonly by?: string
  readonly effectiveDate?: string
  readonly visitMonths: string
  readonly out?: string
  readonly yes?: boolean
}

/**
 * `empanel rebalance`: proposes the smallest set of moves that brings every panel under its capacity,
 * as one request that somebody else approves.
 */
export const rebalance = async (
  options: RebalanceOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const months = monthsOf(options.visitMonths)
  const effective =
    options.effectiveDate === undefined
      ? undefined
      : parseDate('--effective-date', options.effectiveDate)
  const { settings } = await loadPipeline(pipelineFile(options.pipeline))
  const lake = await openLake(options.lake, settings.s3)
  const run = await chooseRun(lake, options.run)
  const proposal = await proposed(lake, run, months)
  const lines = tellProposal(proposal, run.as_of, months)
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  if (proposal.moves.length === 0) return exitCode.published
  if (options.by === undefined) {
    process.stdout.write('Say --by WHO to make a request of it.\n')
    return exitCode.published
  }
  const request = requestOf(proposal, run, options.by, effective, clock)
  if (options.out === undefined) return send([{ request, timed: false }], options, clock)
  await writeFile(options.out, `${JSON.stringify(request)}\n`, { mode: 0o600 })
  process.stdout.write(`Written to ${options.out}: \`empanel request --file\` sends it.\n`)
  return exitCode.published
}

const proposed = (lake: Lake, run: Manifest, months: number): Promise<Proposal> =>
  withEngine(async (engine) => {
    await attachRelations(engine, lake, run, relationsRead)
    return await propose(engine, monthsBefore(run.as_of, months))
  })

/** The moves as a request; the same moves on the same night are the same request. */
const requestOf = (
  { moves }: Proposal,
  run: Manifest,
  by: string,
  effective: string | undefined,
  clock: Clock,
): Request => {
  const parsed = parseRequest({
    kind: 'bulk_reassign',
    request_id: `rebalance-${run.as_of}-${sha256(canonicalJson(moves)).slice(0, 8)}`,
    requested_by: by.trim(),
    requested_at: clock.now().toISOString(),
    reason: 'load_balancing',
    note: `proposed from the night of ${run.as_of}`,
    moves,
    ...(effective === undefined ? {} : { effective_date: effective }),
  })
  if ('problems' in parsed) throw new ConfigError(parsed.problems.join('\n'))
  return parsed.request
}

const monthsOf = (text: string): number => {
  const months = Number(text)
  if (Number.isInteger(months) && months >= 0 && months <= 120) return months
  throw new ConfigError(`Expected --visit-months to be a number of months to 120, found "${text}".`)
}
