import { type Engine, literal } from '../../../engine/engine.ts'
import { InputRefused } from '../../../base/errors.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import { forgiving } from './column-name.ts'
import { faultOptions } from './csv-reader.ts'
import type { OpenFile } from './opened.ts'

/**
 * Finds the keys of a file of JSON objects, one a line. A line that is no JSON object is read as a
 * malformed record.
 */
export const openNdjson = async (
  engine: Engine,
  file: DeliveredFile,
  path: string,
  known: ReadonlySet<string>,
): Promise<OpenFile> => {
  if (file.bytes === 0) {
    throw new InputRefused(
      `Expected JSON objects in ${file.key}, found an empty file.`,
      'Ask for it to be sent again.',
    )
  }
  const rows = await engine.all<{ key: string; isUsual: boolean }>(
    `with line as (select json_keys(line) as keys from ${lines(file, path, undefined)} where line is not null)
    select key, 2 * count(*) > (select count(*) from line) as "isUsual"
    from (select unnest(keys) as key from line) group by key order by key`,
  )
  const keys = rows.map(({ key }) => key)
  const wanted = keys.filter((key) => known.has(forgiving(key.trim())))
  const shape = literal(JSON.stringify(Object.fromEntries(wanted.map((key) => [key, 'JSON']))))
  refuseTwins(file, wanted)
  return {
    file,
    path,
    columns: rows.map(({ key, isUsual }) => ({
      name: key.trim(),
      // A key that most lines don't have may be a value that a lost quote made one.
      isOdd: !isUsual,
      text: wanted.includes(key) ? textOf(`object[${literal(key)}]`) : 'null',
    })),
    hasHeader: wanted.length >= Math.min(2, known.size),
    reader: (faults) =>
      wanted.length === 0
        ? lines(file, path, faults)
        : `(select "#record", "#malformed", from_json(line, ${shape}) as object from ${lines(file, path, faults)})`,
  }
}

/** The lines that are not blank; `line` is null where it is no JSON object. */
const lines = (file: DeliveredFile, path: string, faults: string | undefined): string => {
  const options = [
    'auto_detect = false',
    'header = false',
    `delim = '\x01'`,
    `quote = ''`,
    `escape = ''`,
    `compression = '${file.gzip ? 'gzip' : 'none'}'`,
    `columns = {line: 'VARCHAR'}`,
    ...faultOptions(faults),
  ]
  const isObject = `case when json_valid(line) then json_type(line) = 'OBJECT' else false end`
  return `(select "#record", not ${isObject} as "#malformed", case when ${isObject} then line end as line
    from (select row_number() over () as "#record", line from read_csv(${literal(path)}, ${options.join(', ')}))
    where trim(line, e' \\t\\r\\n') <> '')`
}

const textOf = (value: string): string =>
  `case json_type(${value}) when 'BOOLEAN' then case when json_extract_string(${value}, '$') = 'true' then 'Y' else 'N' end ` +
  `when 'ARRAY' then array_to_string(json_extract_string(${value}, '$[*]'), '|') ` +
  `when 'NULL' then null else json_extract_string(${value}, '$') end`

/** Keys that differ only by case can't both be read. */
const refuseTwins = (file: DeliveredFile, keys: readonly string[]): void => {
  const seen = new Set<string>()
  for (const key of keys) {
    if (seen.has(forgiving(key))) {
      throw new InputRefused(
        `Expected one column named ${key} in ${file.key}, found two that read so.`,
        'Rename or remove one of them.',
      )
    }
    seen.add(forgiving(key))
  }
}
