/**
 * A model's query, its imports as names: `visit as (select * from evidence.visit)` stands for the
 * relation. DuckDB copies what a CTE gives where it is read more than once, which costs a copy of
 * all claims where two steps read them; the shared subset has no word against it.
 */
export const importsAsNames = (sql: string): string =>
  sql.replaceAll(/\bas \((select \* from \w+\.\w+)\)/g, 'as not materialized ($1)')
