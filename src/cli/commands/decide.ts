import { ConfigError } from '../../base/errors.ts'
import { type BookItem, bookOf } from '../../requests/book.ts'
import { type Decision, type Verdict, decisionSchema, isSamePerson } from '../../requests/entry.ts'
import { decidingRole } from '../../requests/roles.ts'
import { decide, draftOf, readLog } from '../../requests/submit.ts'
import { requireText } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipeline } from '../open-pipeline.ts'

interface DecideOptions extends PipelineOptions {
  readonly by: string
  readonly reason: string
}

/**
 * `empanel approve`, `reject` and `withdraw`: a person's decision on requests, on all of them or none.
 * Returns the requests as they are now.
 */
export const decideOn = async (
  verdict: Verdict,
  requestIds: readonly string[],
  options: DecideOptions,
  effects: Effects,
): Promise<readonly BookItem[]> => {
  const by = requireText('--by', options.by, 'Give the name of the person who decides.')
  const reason = requireText('--reason', options.reason, 'Give the reason for the decision.')
  const { pipeline, lake, today } = await openPipeline(options, effects)
  const before = draftOf(await readLog(lake))
  const isOwn = (id: string): boolean => {
    const request = before.record(id)?.request
    return request !== undefined && isSamePerson(request.requested_by, by)
  }
  const decisions = requestIds.map((id) =>
    checked({
      kind: 'decision',
      request_id: id,
      decision: verdict,
      by,
      role: verdict === 'withdraw' && isOwn(id) ? 'requester' : decidingRole(pipeline.roles, by),
      at: effects.clock.now().toISOString(),
      on: today,
      reason,
    }),
  )
  const book = bookOf(await decide(lake, decisions), today)
  return requestIds.flatMap((id) => book.get(id) ?? [])
}

const OPTIONS: Readonly<Record<string, string>> = { by: '--by', reason: '--reason' }

const checked = (decision: Decision): Decision => {
  const parsed = decisionSchema.safeParse(decision)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0])
  throw new ConfigError(`${OPTIONS[field] ?? '<request_id>'} ${issue?.message}.`)
}
