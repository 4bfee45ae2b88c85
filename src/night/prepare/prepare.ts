import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import { findRelations } from '../../models/find.ts'
import { stage } from '../stage.ts'
import { buildCoverageCandidates } from './coverage.ts'
import { loadBaselineRelations } from './load-baseline.ts'
import { noteUnservedLines } from './unserved-lines.ts'

/** Brings tonight's rows and the baseline's relations into the form that every later room reads. */
export const prepare = stage({
  name: 'prepare',
  reads: ['raw', 'run', 'book'],
  writes: 'staging' as 'staging' | 'baseline',
  run: async (night) => {
    const all = findRelations()
    await loadBaselineRelations(night, all)
    const builders = { 'staging.coverage_candidate': buildCoverageCandidates }
    await buildRoom(night, 'staging', { builders, all })
    await noteUnservedLines(night)
    await dropUnread(night.engine, 'raw', 'staging', all)
  },
})
