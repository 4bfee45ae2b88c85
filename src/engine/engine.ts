/**
 * What the rest of empanel may ask of a SQL engine. It is narrow on purpose: the evidence models are
 * to run on another engine one day, and only `duckdb-engine.ts` knows the driver.
 */
export type Value = string | number | bigint | boolean | null

/** A value as it comes back: BIGINT as number, DATE as `YYYY-MM-DD`, DECIMAL as number, lists as arrays. */
export type Cell = string | number | boolean | null | Cell[]

export type Row = Record<string, Cell>

/** Some rows by column; every array has `rows` entries. */
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
  /** Appends rows given column-wise, in the order of the table's columns. */
  append(columns: readonly (readonly Value[])[]): void
  close(): void
}

export interface EngineOptions {
  /** A private folder for what does not fit in memory. */
  readonly spool: string
  /** @default the number of processors */
  readonly threads?: number
  /** For example `2GB`. What does not fit is put into `spool`. @default 750MB */
  readonly memoryLimit?: string
  /**
   * When given, the instance can open these files and nothing else, and its settings are locked.
   * For SQL that came from a pipeline file.
   */
  readonly onlyFiles?: readonly string[]
}

export interface Engine {
  /** Runs one or several statements for their effect. */
  run(sql: string, values?: readonly Value[]): Promise<void>
  /** All rows of a small result. */
  all<R = Row>(sql: string, values?: readonly Value[]): Promise<R[]>
  /** The first row, or undefined. */
  first<R = Row>(sql: string, values?: readonly Value[]): Promise<R | undefined>
  /**
   * A large result, in batches of at most a few thousand rows, read as they are asked for. Until it
   * has been read or left, the engine refuses to do anything else.
   */
  stream(sql: string, values?: readonly Value[]): AsyncIterable<Batch>
  /** Opens `schema.table` for bulk appends. Close it before reading the table. */
  appender(schema: string, table: string): Promise<Appender>
  /** The columns that a query or relation yields, without running it. */
  describe(query: string): Promise<Column[]>
  /** The engine's own syntax tree of the statements in `sql`. Throws a `SqlSyntaxError` that says where. */
  ast(sql: string): Promise<unknown>
  /** Ends the statement that runs now, if one does: it throws. */
  interrupt(): void
  close(): void
}

/** `sql` did not parse; the message is the engine's. */
export class SqlSyntaxError extends Error {
  override readonly name = 'SqlSyntaxError'
}

/** A string as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
