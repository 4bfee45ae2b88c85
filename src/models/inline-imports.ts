/**
 * A model's query with its imports inlined: `visit as (select * from evidence.visit)` becomes a mere
 * name for the relation. DuckDB materializes a CTE that is read more than once, which would copy all
 * claims wherever two steps read them; the shared SQL subset has no hint against it.
 */
export const inlineImports = (sql: string): string =>
  sql.replaceAll(/\bas \((select \* from \w+\.\w+)\)/g, 'as not materialized ($1)')
