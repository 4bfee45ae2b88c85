import { buildRoom } from '../../models/build.ts'
import { stage } from '../stage.ts'
import {
  makeGeographic,
  makeNearestPair,
  makePairDistance,
  makeStartDistance,
  nearestTestBuilders,
} from './adapter.ts'
import { makeReach } from './reach.ts'
import { makeMoveAllocation } from './move-allocation.ts'

/**
 * Gives each eligible member a PMP by the steps of the policy, in its order, as SQL; members that no
 * step decides are placed by distance, all together.
 */
export const assign = stage({
  name: 'assign',
  reads: ['raw', 'run', 'book', 'baseline', 'staging', 'evidence'],
  writes: 'assignment',
  run: (night) =>
    buildRoom(night, 'assignment', {
      builders: {
        'assignment.pair_distance': makePairDistance,
        'assignment.start_distance': makeStartDistance,
        'assignment.geographic': (night) => makeGeographic(night),
        ...nearestTestBuilders,
        'assignment.nearest_pair': makeNearestPair,
        'assignment.reach': makeReach,
        'assignment.move_allocation': makeMoveAllocation,
      },
    }),
})
