import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import { stage } from '../stage.ts'

/** Decides who is accountable for each eligible member: by claims, by their choice, by assignment. */
export const attribute = stage({
  name: 'attribute',
  reads: ['run', 'book', 'baseline', 'staging', 'evidence', 'assignment'],
  writes: 'attribution',
  run: async (night) => {
    await buildRoom(night, 'attribution')
    await dropUnread(night.engine, 'attribution', 'attribution')
  },
})
