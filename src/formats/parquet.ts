import { type Column, identifier, literal } from '../engine/engine.ts'
import { InputRefused } from '../base/errors.ts'
import { damagedFile } from './damaged-file.ts'
import { type FileTable, type OpenRequest, fileFormat } from './file-format.ts'
import { bytesOf, tooMuchUnpacked } from './unpacked-limit.ts'

export const parquet = fileFormat({
  name: 'parquet',
  summary: 'Parquet with columns of any types, read as the text that a CSV would hold.',
  endings: ['parquet'],
  mayBeGzip: false,
  options: {},
  open: (request) => openParquet(request),
})

const openParquet = async (request: OpenRequest): Promise<FileTable> => {
  const { engine, file, path } = request
  const columns = await engine
    .describe(`select * from read_parquet(${literal(path)})`)
    .catch((error: Error) => {
      throw new InputRefused(
        `Expected a Parquet file at ${file.key}, found a truncated one or another kind of file.`,
        `Have the file sent again. (${/^[A-Za-z ]*/.exec(error.message)?.[0]})`,
      )
    })
  await refuseByFooter(request).catch((error: unknown) => {
    throw error instanceof InputRefused ? error : damagedFile(file.key)
  })
  return {
    path,
    columns: columns.map((column) => ({ name: column.name.trim(), text: textOf(column) })),
    hasHeader: true,
    reader: () => `(select file_row_number + 1 as "#record", false as "#malformed", *
      from read_parquet(${literal(path)}, file_row_number = true))`,
  }
}

/**
 * Refuses a file by its footer, which costs nothing to read: for what it unpacks to, and for counts of
 * rows that disagree. A row group that counts fewer rows than its columns hold is read without the
 * rest, and one that counts more gets rows that no one sent, both silently.
 */
const refuseByFooter = async ({ engine, file, path, maxUnpacked }: OpenRequest): Promise<void> => {
  const footer = await engine.first<{ bytes: number; rows: number; contradicts: boolean }>(
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
  const most = bytesOf(maxUnpacked)
  if (footer && (footer.bytes > most || footer.rows > most)) {
    throw tooMuchUnpacked(file.key, maxUnpacked)
  }
  if (!footer?.contradicts) return
  throw new InputRefused(
    `Expected a Parquet file at ${file.key}, found one whose footer contradicts itself about its rows.`,
    'Have the file written and sent again.',
  )
}

/** SQL for a column's text: booleans as Y and N, lists separated by `|`, whole numbers without a fraction, ISO dates. */
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
