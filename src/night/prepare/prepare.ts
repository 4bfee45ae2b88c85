import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import { findRelations } from '../../models/find.ts'
import { stage } from '../stage.ts'
import { recallBaseline } from './load-baseline.ts'
import { makeCoverageCandidates } from './coverage.ts'
import { noteDelivered } from '../feed-rows.ts'
import { noteUntakenLines } from './untaken-lines.ts'

/** Brings what came tonight and what the baseline knew into the form that every later room reads. */
export const prepare = stage({
  name: 'prepare',
  reads: ['raw', 'run', 'book'],
  writes: 'staging' as 'staging' | 'baseline',
  run: async (night) => {
    const all = findRelations()
    await noteDelivered(night)
    await recallBaseline(night, all)
    const makers = { 'staging.coverage_candidate': makeCoverageCandidates }
    await buildRoom(night, 'staging', makers, all)
    await noteUntakenLines(night)
    await dropUnread(night.engine, 'raw', 'staging', all)
  },
})
