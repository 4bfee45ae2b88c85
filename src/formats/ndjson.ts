import { literal } from '../engine/engine.ts'
import { InputRefused } from '../base/errors.ts'
import { looseName } from './column-name.ts'
import { faultOptions } from './csv-reader.ts'
import { refuseDamaged } from './damaged-file.ts'
import { type FileTable, type OpenRequest, type SourceFile, fileFormat } from './file-format.ts'

export const ndjson = fileFormat({
  name: 'ndjson',
  summary: 'JSON objects, one on each line. Booleans are read as Y and N, arrays as lists.',
  endings: ['ndjson', 'jsonl'],
  mayBeGzip: true,
  options: {},
  // A key takes no room in a line beyond its own text, so only the length of a line is limited.
  separators: () => ['\x01'],
  open: (request) => refuseDamaged(request.file.key, () => openNdjson(request)),
})

const openNdjson = async ({ engine, file, path, known }: OpenRequest): Promise<FileTable> => {
  if (file.bytes === 0) {
    throw new InputRefused(
      `Expected JSON objects in ${file.key}, found an empty file.`,
      'Have the file sent again.',
    )
  }
  const rows = await engine.all<{ key: string; isUsual: boolean }>(
    `with line as (select json_keys(line) as keys from ${lines(file, path, undefined)} where line is not null)
    select key, 2 * count(*) > (select count(*) from line) as "isUsual"
    from (select unnest(keys) as key from line) group by key order by key`,
  )
  const wanted = rows.map(({ key }) => key).filter((key) => known.has(looseName(key.trim())))
  const shape = literal(JSON.stringify(Object.fromEntries(wanted.map((key) => [key, 'JSON']))))
  refuseTwins(file, wanted)
  return {
    path,
    columns: rows.map(({ key, isUsual }) => ({
      name: key.trim(),
      // A key that most lines lack may be a value that a missing quote turned into a key.
      isOdd: !isUsual,
      text: wanted.includes(key) ? textOf(`object[${literal(key)}]`) : 'null',
    })),
    hasHeader: wanted.length >= Math.min(2, known.size),
    faults: { headerLines: 0 },
    reader: (faults) =>
      wanted.length === 0
        ? lines(file, path, faults)
        : `(select "#record", "#malformed", from_json(line, ${shape}) as object from ${lines(file, path, faults)})`,
  }
}

/** Reads the lines that are not blank; `line` is null where it is no JSON object. */
const lines = (file: SourceFile, path: string, faults: string | undefined): string => {
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

/** SQL for a JSON value as a CSV would write it: booleans as Y and N, lists separated by `|`. */
const textOf = (value: string): string =>
  `case json_type(${value}) when 'BOOLEAN' then case when json_extract_string(${value}, '$') = 'true' then 'Y' else 'N' end ` +
  `when 'ARRAY' then array_to_string(json_extract_string(${value}, '$[*]'), '|') ` +
  `when 'NULL' then null else json_extract_string(${value}, '$') end`

/** Refuses keys that differ only as names may, because one column cannot hold both. */
const refuseTwins = (file: SourceFile, keys: readonly string[]): void => {
  const seen = new Set<string>()
  for (const key of keys) {
    if (seen.has(looseName(key))) {
      throw new InputRefused(
        `Expected one column named ${key} in ${file.key}, found two that differ only in case, spaces, hyphens or underscores.`,
        'Rename or remove one of them.',
      )
    }
    seen.add(looseName(key))
  }
}
