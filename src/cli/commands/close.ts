import { parseDayOfMonth, parseMonth } from '../../base/months.ts'
import { closeMonth } from '../../closing/close-month.ts'
import type { Close } from '../../closing/closes.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { requireText } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipelineAndPolicy } from '../open-pipeline.ts'

interface CloseOptions extends PipelineOptions {
  readonly day: string
  readonly by?: string
}

/** A month that is closed now, and the lake that has its files. */
export interface ClosedMonth {
  readonly lake: string
  readonly close: Close
}

/** `empanel close`: writes a month's member-months, once. */
export const close = async (
  monthText: string,
  options: CloseOptions,
  effects: Effects,
): Promise<ClosedMonth> => {
  const month = parseMonth('the month', monthText)
  const day = parseDayOfMonth('--day', options.day)
  const by =
    options.by === undefined
      ? null
      : requireText('--by', options.by, 'Give the name of the person who closes the month.')
  const { pipeline, policy, lake, today } = await openPipelineAndPolicy(options, effects)
  const closed = await withEngine((engine, spool) =>
    closeMonth({
      lake,
      engine,
      spool,
      month,
      day,
      by,
      today,
      now: effects.clock.now(),
      pipeline: pipeline.name,
      policy: policy.name,
      retroMonths: policy.closing.retro_months,
    }),
  )
  return { lake: lake.url, close: closed }
}
