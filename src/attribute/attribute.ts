import { buildRoom } from '../models/build.ts'
import { stage } from '../pipeline/stage.ts'

/** Decides who is accountable for each eligible member: by claims, by their choice, by assignment. */
export const attribute = stage({
  name: 'attribute',
  reads: ['run', 'book', 'baseline', 'staging', 'evidence', 'assignment'],
  writes: 'attribution',
  run: (night) => buildRoom(night, 'attribution'),
})
