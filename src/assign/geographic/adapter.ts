/** The relations of the assignment room that code makes, not SQL. */
export { makePairDistance } from './pair-distance.ts'
