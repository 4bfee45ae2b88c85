import { loadPipeline } from '../../config/pipeline.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { bookOf } from '../../requests/book.ts'
import { type Decision, type Verdict, decisionSchema, isSamePerson } from '../../requests/entry.ts'
import { decidingRole } from '../../requests/roles.ts'
import { decide, ledgerOf, readLog } from '../../requests/submit.ts'
import { tellStory } from '../../requests/tell.ts'
import { openLake, pipelineFile, systemClock, todayIn } from '../context.ts'
import type { Clock } from '../../base/clock.ts'

interface DecideOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly by: string
  readonly reason: string
}

/** `empanel approve`, `reject` and `withdraw`: a person's word on requests, on all of them or none. */
export const decideOn = async (
  verdict: Verdict,
  requestIds: readonly string[],
  options: DecideOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const { roles, settings, time_zone: zone } = await loadPipeline(pipelineFile(options.pipeline))
  const lake = await openLake(options.lake, settings.s3)
  const before = ledgerOf(await readLog(lake))
  const on = todayIn(zone, clock)
  const by = options.by.trim()
  const decisions = requestIds.map((id) =>
    checked({
      kind: 'decision',
      request_id: id,
      decision: verdict,
      by,
      role:
        verdict === 'withdraw' && isOwn(before.account(id)?.request.requested_by, by)
          ? 'requester'
          : decidingRole(roles, by),
      at: clock.now().toISOString(),
      on,
      reason: options.reason.trim(),
    }),
  )
  const book = bookOf(await decide(lake, decisions), on)
  const told = requestIds.flatMap((id) => {
    const item = book.get(id)
    return item ? tellStory(item) : []
  })
  process.stdout.write(told.map((line) => `${line}\n`).join(''))
  return exitCode.published
}

const isOwn = (requestedBy: string | undefined, by: string): boolean =>
  requestedBy !== undefined && isSamePerson(requestedBy, by)

const OPTIONS: Readonly<Record<string, string>> = { by: '--by', reason: '--reason' }

const checked = (decision: Decision): Decision => {
  const parsed = decisionSchema.safeParse(decision)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0])
  throw new ConfigError(`${OPTIONS[field] ?? 'the id of the request'} ${issue?.message}.`)
}
