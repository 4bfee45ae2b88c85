import { relationNamed } from '../../models/find.ts'
import { inlineImports } from '../../models/inline-imports.ts'
import { readingInstead } from '../../models/reading.ts'
import type { Night } from '../night.ts'

/** Builds assignment.nearest_pair_test: the query of assignment.pair_test for the nearest pairs. */
export const makeNearestPairTest = ({ engine }: Pick<Night, 'engine'>): Promise<void> => {
  const query = readingInstead(
    relationNamed('assignment.pair_test'),
    'assignment.pair',
    'assignment.nearest_pair',
  )
  return engine.run(`create table assignment.nearest_pair_test as\n${inlineImports(query)}`)
}
