import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import { stage } from '../stage.ts'

/** Attributes each eligible member to a PMP: by claims, by self-selection, or by assignment. */
export const attribute = stage({
  name: 'attribute',
  reads: ['run', 'book', 'baseline', 'staging', 'evidence', 'assignment'],
  writes: 'attribution',
  run: async (night) => {
    await buildRoom(night, 'attribution')
    await dropUnread(night.engine, 'attribution', 'attribution')
  },
})
