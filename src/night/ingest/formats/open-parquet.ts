import { type Column, type Engine, identifier, literal } from '../../../engine/engine.ts'
import { InputRefused } from '../../../base/errors.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import type { OpenFile } from './opened.ts'
import { damagedFile } from '../delivery/readable.ts'
import { bytesOf, tooMuchUnpacked } from '../delivery/unpacked-limit.ts'

/** Reads the columns of a Parquet file; of whatever type, they are read as the text of a CSV would be. */
export const openParquet = async (
  engine: Engine,
  file: DeliveredFile,
  path: string,
  limit: string,
): Promise<OpenFile> => {
  const columns = await engine
    .describe(`select * from read_parquet(${literal(path)})`)
    .catch((error: Error) => {
      throw new InputRefused(
        `Expected a Parquet file at ${file.key}, found one that is cut or none at all.`,
        `Ask for it to be sent again. (${/^[A-Za-z ]*/.exec(error.message)?.[0]})`,
      )
    })
  await refuseByFooter(engine, file, path, limit).catch((error: unknown) => {
    throw error instanceof InputRefused ? error : damagedFile(file.key)
  })
  return {
    file,
    path,
    columns: columns.map((column) => ({ name: column.name.trim(), text: textOf(column) })),
    hasHeader: true,
    reader: () => `(select file_row_number + 1 as "#record", false as "#malformed", *
      from read_parquet(${literal(path)}, file_row_number = true))`,
  }
}

/**
 * What a Parquet file says of itself costs nothing to read. It is what the file would unpack to, and
 * it must not contradict itself: a row group that names fewer rows than its columns hold is read
 * without the rest, and one that names more gets rows that nobody sent, both in silence.
 */
const refuseByFooter = async (
  engine: Engine,
  file: DeliveredFile,
  path: string,
  limit: string,
): Promise<void> => {
  const said = await engine.first<{ bytes: number; rows: number; contradicts: boolean }>(
    `with part as (select * from parquet_metadata(${literal(path)})),
    row_group as (
      select max(row_group_num_rows) as num_rows, bool_or(
        num_values < row_group_num_rows
        or num_values > row_group_num_rows and not contains(path_in_schema, ', ')
      ) as contradicts
      from part group by row_group_id
    )
    select (select coalesce(sum(total_uncompressed_size), 0) from part) as bytes,
      num_rows as rows,
      (select coalesce(sum(num_rows), 0) <> file.num_rows or coalesce(bool_or(contradicts), false)
        from row_group) as contradicts
    from parquet_file_metadata(${literal(path)}) as file`,
  )
  const most = bytesOf(limit)
  if (said && (said.bytes > most || said.rows > most)) throw tooMuchUnpacked(file.key, limit)
  if (!said?.contradicts) return
  throw new InputRefused(
    `Expected a Parquet file whose footer counts its rows at ${file.key}, found one that contradicts itself.`,
    'Ask for it to be written and sent again.',
  )
}

/** Booleans as Y and N, lists separated by `|`, whole numbers without a fraction, dates as ISO. */
const textOf = ({ name, type }: Column): string => {
  const column = identifier(name)
  if (type === 'VARCHAR') return column
  if (type.endsWith('[]')) return `array_to_string(cast(${column} as varchar[]), '|')`
  if (/^(STRUCT|MAP|UNION)\b/.test(type)) return `cast(to_json(${column}) as varchar)`
  switch (type) {
    case 'BOOLEAN':
      return `case when ${column} then 'Y' when not ${column} then 'N' end`
    case 'BLOB':
      return `try(decode(${column}))`
    case 'DOUBLE':
    case 'FLOAT':
      return `case when ${column} = trunc(${column}) and abs(${column}) < 1e15 then cast(cast(${column} as bigint) as varchar) else cast(${column} as varchar) end`
    default:
      return `cast(${column} as varchar)`
  }
}
