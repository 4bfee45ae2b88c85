import { feedNames } from '../feeds/index.ts'
import type { Night } from './night.ts'

/** The rows of run.feed, from the files read so far. */
export const feedRows = ({ manifest, baseline }: Pick<Night, 'manifest' | 'baseline'>) => {
  const read = new Set(manifest.inputs.filter(({ use }) => use === 'read').map(({ feed }) => feed))
  return feedNames.map((feed) => ({
    feed,
    delivered: read.has(feed),
    in_baseline: baseline?.feeds.includes(feed) ?? false,
  }))
}

/** Updates run.feed and run.parameter with the feeds that were read. */
export const noteDelivered = async (night: Night): Promise<void> => {
  const delivered = feedRows(night).filter((row) => row.delivered)
  for (const { feed } of delivered) {
    await night.engine.run('update run.feed set delivered = true where feed = $1', [feed])
  }
  await night.engine.run(
    'update run.parameter set has_system_of_record = (select delivered from run.feed where feed = $1)',
    ['current_assignments'],
  )
}
