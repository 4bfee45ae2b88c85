/** The relations of the assignment room that code makes, not SQL. */
export { makeGeographic } from './geographic.ts'
export { makeNearest } from './nearest.ts'
export { makePairDistance, makeStartDistance } from './pair-distance.ts'
