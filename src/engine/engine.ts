/** A value that is bound to a parameter or appended to a table; a date is `YYYY-MM-DD`. */
export type Value = string | number | bigint | boolean | null

/** A value of a result: BIGINT and DECIMAL as number, DATE as `YYYY-MM-DD`, lists as arrays. */
export type Cell = string | number | boolean | null | Cell[]

export type Row = Record<string, Cell>

/** Some rows of a result, by column; every array has `rows` entries. */
export interface Batch {
  readonly rows: number
  readonly columns: Readonly<Record<string, readonly Cell[]>>
}

/** A column of a relation or query, `type` in the engine's spelling (`VARCHAR`, `DECIMAL(18,2)`). */
export interface Column {
  readonly name: string
  readonly type: string
}

export interface Appender {
  /** Appends rows, given as one array for each of the table's columns, in their order. */
  append(columns: readonly (readonly Value[])[]): void
  close(): void
}

export interface EngineOptions {
  /** A private folder for data that does not fit in memory. */
  readonly spool: string
  /** @default the number of processors */
  readonly threads?: number
  /** For example `2GB`; data beyond it spills into `spool`. @default 750MB */
  readonly memoryLimit?: string
  /** The only files that SQL may open; also locks all settings. For SQL from a pipeline file. */
  readonly onlyFiles?: readonly string[]
}

/**
 * A SQL engine as the rest of empanel uses it. It is narrow on purpose: the evidence models are to run
 * on another engine one day, and only `duckdb-engine.ts` uses the driver.
 */
export interface Engine {
  /** Runs one or several statements for their effect. */
  run(sql: string, values?: readonly Value[]): Promise<void>
  /** Returns all rows of a small result. */
  all<R = Row>(sql: string, values?: readonly Value[]): Promise<R[]>
  /** Returns the first row of a result, or undefined where it has none. */
  first<R = Row>(sql: string, values?: readonly Value[]): Promise<R | undefined>
  /**
   * Yields a large result in batches of at most a few thousand rows. Until the loop over it ends, every
   * other method throws.
   */
  stream(sql: string, values?: readonly Value[]): AsyncIterable<Batch>
  /** Opens `schema.table` for bulk appends. Close it before reading the table. */
  appender(schema: string, table: string): Promise<Appender>
  /** Returns the columns of a query or relation without running it. */
  describe(query: string): Promise<Column[]>
  /** Returns the engine's syntax tree of the statements in `sql`, or throws a `SqlSyntaxError`. */
  ast(sql: string): Promise<unknown>
  /** Makes the statement that is running, if any, throw. */
  interrupt(): void
  close(): void
}

/** SQL that does not parse; the message is the engine's and names the place. */
export class SqlSyntaxError extends Error {
  override readonly name = 'SqlSyntaxError'
}

/** Quotes text as a SQL string literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Quotes a name as a SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
