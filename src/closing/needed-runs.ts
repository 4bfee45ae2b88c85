import type { Lake } from '../lake/lake.ts'
import { readCloses } from './closes.ts'
import { addMonths, dayIn } from '../base/months.ts'
import { pickRuns, publishedRuns } from './pick-runs.ts'

/**
 * Returns the ids of the runs that the next closes read: the runs of closed months within reach, and
 * those that count for the fixed days of months still open. Empty in a lake without closed months.
 */
export const runsNeededByCloses = async (lake: Lake): Promise<ReadonlySet<string>> => {
  const closes = await readCloses(lake)
  const last = closes.at(-1)
  if (!last) return new Set()
  const next = addMonths(last.month, 1)
  const reach = addMonths(next, -last.retro_months)
  const needed = new Set(
    closes.filter(({ month }) => month >= reach).map(({ month_run_id: id }) => id),
  )
  const runs = await publishedRuns(lake, last.pipeline)
  for (let month = next; ; month = addMonths(month, 1)) {
    const picked = pickRuns(runs, dayIn(month, last.day))
    if (!picked) return needed
    needed.add(picked.ofMonth.run_id)
    needed.add(picked.known.run_id)
  }
}
