import type { EngineBuilders } from '../../models/build-missing.ts'
import { makeLicenseList } from './license-list.ts'
import { makeNearestPairTest } from './nearest-pair-test.ts'

/** Builders of the relations of the assignment room that no query defines. */
export { makeGeographic } from './geographic.ts'
export { makeNearestPair } from './nearest-pair.ts'
export { makePairDistance, makeStartDistance } from './pair-distance.ts'

/** The builders that assignment.nearest_test needs once assignment.nearest_pair is there. */
export const nearestTestBuilders: EngineBuilders = {
  'assignment.licence_list': makeLicenseList,
  'assignment.nearest_pair_test': makeNearestPairTest,
}
