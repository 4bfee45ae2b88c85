import type { Relation } from './relation.ts'

/**
 * The query of a model with another relation in place of `input`, which its import names:
 * `pair as (select * from assignment.pair)`. Throws where the model does not import it.
 */
export const readingInstead = ({ file, sql }: Relation, input: string, other: string): string => {
  const imported = `(select * from ${input})`
  if (!sql?.includes(imported)) throw new Error(`${file}: expected the import ${imported}`)
  return sql.replaceAll(imported, `(select * from ${other})`)
}
