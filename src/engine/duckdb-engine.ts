import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  type DuckDBPreparedStatement,
  DuckDBTypeId,
  type DuckDBValue,
  version as driverVersion,
} from '@duckdb/node-api'
import pRetry, { type Options as RetryOptions } from 'p-retry'
import {
  type Appender,
  type Batch,
  type Cell,
  type Column,
  type Engine,
  type EngineOptions,
  type Row,
  SqlSyntaxError,
  type Value,
  literal,
} from './engine.ts'

/** The version of DuckDB, such as `v1.5.6`. */
export const version: string = driverVersion()

/** Limits what the engine allocates itself; at a million members the process uses about twice as much. */
const MEMORY_LIMIT = '750MB'

/** The most rows that a data chunk of the driver can hold. */
const CHUNK_ROWS = 2048

/** Opens a private in-memory DuckDB that spills into `options.spool`. */
export const openDuckDb = async (options: EngineOptions): Promise<Engine> => {
  // DuckDB lets a locked instance read its temporary folder, so that folder must be a new, empty one.
  const temporary = options.onlyFiles
    ? await mkdtemp(path.join(options.spool, 'locked-'))
    : options.spool
  const instance = await DuckDBInstance.create(':memory:', settings(options, temporary))
  const connection = await instance.connect()
  await connection.run(`set TimeZone = 'UTC'`)
  await connection.run('set enable_progress_bar = false')
  // Without `compress`, tables in memory take several times the space that they take in a file.
  await connection.run(`attach ':memory:' as night (compress)`)
  await connection.run('use night')
  if (options.onlyFiles) await lockDown(connection, options.onlyFiles)
  return new DuckDbEngine(instance, connection)
}

/**
 * Opens a database file for this process alone; returns undefined when another process has it open. The
 * hold ends with the process, however that ends.
 */
export const openExclusively = async (file: string): Promise<{ close(): void } | undefined> => {
  try {
    const instance = await pRetry(() => DuckDBInstance.create(file), whileBeingCreated)
    return { close: () => instance.closeSync() }
  } catch (error) {
    if (isHeldByAnother(error)) return undefined
    throw error
  }
}

const settings = (options: EngineOptions, temporary: string): Record<string, string> => ({
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  temp_directory: temporary,
  default_null_order: 'nulls_last',
  ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  memory_limit: options.memoryLimit ?? MEMORY_LIMIT,
})

/** Restricts the instance to `files`; nothing can lift the restriction. */
const lockDown = async (connection: DuckDBConnection, files: readonly string[]): Promise<void> => {
  await connection.run(`set allowed_paths = [${files.map(literal).join(', ')}]`)
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
}

/** Another process that creates the file locks it a moment before there is anything in it. */
const whileBeingCreated: RetryOptions = {
  retries: 6,
  minTimeout: 10,
  shouldRetry: ({ error }) => /not a valid DuckDB database file/.test(error.message),
}

/** Tests for the engine's whole phrase, since the file's own name may contain `lock`. */
const isHeldByAnother = (error: unknown): boolean =>
  error instanceof Error &&
  /Could not set lock on file|being used by another process/.test(error.message)

class DuckDbEngine implements Engine {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  #isStreaming = false

  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  async run(sql: string, values?: readonly Value[]): Promise<void> {
    this.#rejectWhileStreaming()
    if (values === undefined) {
      await this.#connection.run(sql)
      return
    }
    const statement = await this.#bind(sql, values)
    await statement.run()
  }

  async all<R = Row>(sql: string, values?: readonly Value[]): Promise<R[]> {
    this.#rejectWhileStreaming()
    const result = values
      ? await (await this.#bind(sql, values)).run()
      : await this.#connection.run(sql)
    const names = result.deduplicatedColumnNames()
    const chunks = await result.fetchAllChunks()
    return chunks.flatMap((chunk) => rowsOf(chunk, names)) as R[]
  }

  async first<R = Row>(sql: string, values?: readonly Value[]): Promise<R | undefined> {
    return (await this.all<R>(sql, values))[0]
  }

  async *stream(sql: string, values?: readonly Value[]): AsyncIterable<Batch> {
    this.#rejectWhileStreaming()
    this.#isStreaming = true
    try {
      yield* this.#batches(sql, values)
    } finally {
      this.#isStreaming = false
    }
  }

  async *#batches(sql: string, values?: readonly Value[]): AsyncIterable<Batch> {
    const result = values
      ? await (await this.#bind(sql, values)).stream()
      : await this.#connection.stream(sql)
    const names = result.deduplicatedColumnNames()
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      const columns: Record<string, Cell[]> = {}
      names.forEach((name, index) => {
        columns[name] = chunk.getColumnValues(index).map(toCell)
      })
      yield { rows: chunk.rowCount, columns }
    }
  }

  async appender(schema: string, table: string): Promise<Appender> {
    this.#rejectWhileStreaming()
    const appender = await this.#connection.createAppender(table, schema)
    const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i))
    const convert = types.map((type) => fromValue(type.typeId))
    return {
      append(columns) {
        const rows = columns[0]?.length ?? 0
        for (let start = 0; start < rows; start += CHUNK_ROWS) {
          const end = Math.min(rows, start + CHUNK_ROWS)
          const chunk = DuckDBDataChunk.create(types, end - start)
          chunk.setColumns(
            columns.map((column, i) => column.slice(start, end).map(convert[i] ?? keep)),
          )
          appender.appendDataChunk(chunk)
        }
      },
      close: () => appender.closeSync(),
    }
  }

  async describe(query: string): Promise<Column[]> {
    const rows = await this.all<{ column_name: string; column_type: string }>(`describe ${query}`)
    return rows.map((row) => ({ name: row.column_name, type: row.column_type }))
  }

  async ast(sql: string): Promise<unknown> {
    const row = await this.first<{ tree: string }>(
      'select json_serialize_sql($1::varchar) as tree',
      [sql],
    )
    const tree = JSON.parse(row?.tree ?? '{}') as { error?: boolean; error_message?: string }
    if (tree.error) throw new SqlSyntaxError(tree.error_message ?? 'the SQL did not parse')
    return tree
  }

  interrupt(): void {
    this.#connection.interrupt()
  }

  /** When a connection does anything else during a stream, DuckDB ends the stream early without an error. */
  #rejectWhileStreaming(): void {
    if (this.#isStreaming) throw new Error('a result of this engine is still being streamed')
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  async #bind(sql: string, values: readonly Value[]): Promise<DuckDBPreparedStatement> {
    const statement = await this.#connection.prepare(sql)
    statement.bind([...values])
    return statement
  }
}

const rowsOf = (chunk: DuckDBDataChunk, names: readonly string[]): Row[] => {
  const columns = names.map((_, index) => chunk.getColumnValues(index).map(toCell))
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    Object.fromEntries(names.map((name, index) => [name, columns[index]?.[row] ?? null])),
  )
}

const keep = (value: Value): DuckDBValue => value

/** Returns the conversion from a plain value, a date as `YYYY-MM-DD`, to a column of this type. */
const fromValue = (type: DuckDBTypeId): ((value: Value) => DuckDBValue) => {
  switch (type) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
      return (value) => (typeof value === 'number' ? BigInt(value) : value)
    case DuckDBTypeId.DATE:
      return (value) => (typeof value === 'string' ? toDate(value) : value)
    default:
      return keep
  }
}

const DAY_MS = 86_400_000

const toDate = (iso: string): DuckDBDateValue =>
  new DuckDBDateValue(Date.parse(`${iso}T00:00:00Z`) / DAY_MS)

const toCell = (value: DuckDBValue): Cell => {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBListValue) return value.items.map(toCell)
  return value.toString()
}
