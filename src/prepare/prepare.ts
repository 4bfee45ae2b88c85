import { buildRoom } from '../models/build.ts'
import { findRelations } from '../models/find.ts'
import { stage } from '../pipeline/stage.ts'
import { recallBaseline } from './baseline.ts'
import { noteDelivered } from './feeds.ts'
import { noteUntakenLines } from './untaken-lines.ts'

/** Brings what came tonight and what the baseline knew into the form that every later room reads. */
export const prepare = stage({
  name: 'prepare',
  reads: ['raw', 'run'],
  writes: 'staging' as 'staging' | 'baseline',
  run: async (night) => {
    const all = findRelations()
    await noteDelivered(night)
    await recallBaseline(night, all)
    await buildRoom(night, 'staging', {}, all)
    await noteUntakenLines(night)
  },
})
