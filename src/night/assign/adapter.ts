import type { EngineBuilders } from '../../models/build-missing.ts'
import { makeLicenceList } from './licence-list.ts'
import { makeNearestPairTest } from './nearest-pair-test.ts'

/** The relations of the assignment room that code makes, not SQL. */
export { makeGeographic } from './geographic.ts'
export { makeNearestPair } from './nearest-pair.ts'
export { makePairDistance, makeStartDistance } from './pair-distance.ts'

/** The builders behind assignment.nearest_test, for whoever fills assignment.nearest_pair by themselves. */
export const nearestTestBuilders: EngineBuilders = {
  'assignment.licence_list': makeLicenceList,
  'assignment.nearest_pair_test': makeNearestPairTest,
}
