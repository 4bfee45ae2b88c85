import { type Engine, literal } from './engine.ts'

/**
 * Writes a query's rows to a Parquet file, in the query's order. Row groups have a fixed size, so that
 * the same rows give the same bytes with any number of threads.
 */
export const copyParquet = async (engine: Engine, query: string, file: string): Promise<void> =>
  engine.run(
    `copy (${query}) to ${literal(file)}
     (format parquet, compression zstd, row_group_size 122880)`,
  )

/** Writes a query's rows as one JSON object per line, with the keys in the order of the columns. */
export const copyNdjson = async (engine: Engine, query: string, file: string): Promise<void> =>
  engine.run(`copy (${query}) to ${literal(file)} (format json)`)

/** A SQL expression for all rows of Parquet files with the same columns, to be read FROM. */
export const parquetRows = (...files: readonly string[]): string =>
  `read_parquet([${files.map(literal).join(', ')}])`
