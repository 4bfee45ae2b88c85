import { gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Engine, identifier, literal } from '../../../src/engine/engine.ts'
import type { ByteEdit, Recipe, Style, TableEdit } from './edits.ts'
import { type Table, validTable } from './table.ts'

/** The bytes of a recipe, and the number of records in them, where that is certain. */
export interface HostileFile {
  readonly bytes: Buffer
  readonly records: number | undefined
}

/** Builds the file of a recipe. `salt` makes its ids differ from those of other files. */
export const hostileFile = async (
  maker: Engine,
  folder: string,
  recipe: Recipe,
  salt: number,
): Promise<HostileFile> => {
  const table = recipe.table.reduce(editTable, validTable(recipe.feed, salt, recipe.count))
  const { format, style, packed, noise } = recipe
  const plain =
    format === 'parquet'
      ? await parquet(maker, folder, table, style)
      : Buffer.from(format === 'ndjson' ? ndjson(table, style) : csv(table, style))
  const spoil = (bytes: Buffer): Buffer =>
    noise
      ? Buffer.concat([bytes.subarray(0, noise.after % (bytes.length + 1)), noise.bytes])
      : recipe.bytes.reduce(editBytes, bytes)
  if (format === 'parquet') {
    const isWhole = recipe.bytes.length === 0 && noise === undefined
    return { bytes: spoil(plain), records: isWhole ? table.rows.length : undefined }
  }
  if (format === 'csv.gz' && packed) {
    return { bytes: spoil(gzipSync(plain)), records: countRecords(plain, format, style) }
  }
  const text = spoil(plain)
  const bytes = format === 'csv.gz' ? gzipSync(text) : text
  return { bytes, records: countRecords(text, format, style) }
}

const editTable = ({ header, rows }: Table, edit: TableEdit): Table => {
  const at = (n: number, length: number): number => (length === 0 ? 0 : n % length)
  const width = header.length
  switch (edit.edit) {
    case 'cell': {
      const [row, column] = [at(edit.row, rows.length), at(edit.column, width)]
      return {
        header,
        rows: rows.map((cells, i) => (i === row ? cells.with(column, edit.to) : cells)),
      }
    }
    case 'drop row':
      return { header, rows: rows.filter((_, i) => i !== at(edit.row, rows.length)) }
    case 'repeat row':
      return {
        header,
        rows: rows.flatMap((cells, i) =>
          i === at(edit.row, rows.length) ? [cells, cells] : [cells],
        ),
      }
    case 'swap rows':
      return { header, rows: swapped(rows, at(edit.a, rows.length), at(edit.b, rows.length)) }
    case 'swap columns':
      // The header stays, so the values are below another name.
      return {
        header,
        rows: rows.map((cells) => swapped(cells, at(edit.a, width), at(edit.b, width))),
      }
    case 'repeat column': {
      const column = at(edit.a, width)
      return {
        header: [...header, header[column] ?? ''],
        rows: rows.map((cells) => [...cells, cells[column] ?? '']),
      }
    }
    case 'name':
      return { header: header.with(at(edit.column, width), edit.to), rows }
    case 'drop column': {
      const column = at(edit.column, width)
      return {
        header: header.toSpliced(column, 1),
        rows: rows.map((cells) => cells.toSpliced(column, 1)),
      }
    }
  }
}

const swapped = <T>(items: readonly T[], a: number, b: number): readonly T[] => {
  const [first, second] = [items[a], items[b]]
  return first === undefined || second === undefined ? items : items.with(a, second).with(b, first)
}

const editBytes = (bytes: Buffer, edit: ByteEdit): Buffer => {
  if (bytes.length === 0) return bytes
  const at = edit.edit === 'end' ? Math.max(0, bytes.length - edit.length) : edit.at % bytes.length
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (edit.edit) {
    case 'flip':
    case 'end': {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ (1 << edit.bit)
      return copy
    }
    case 'insert':
      return Buffer.concat([before, edit.bytes, after])
    case 'delete':
      return Buffer.concat([before, after.subarray(edit.length)])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, edit.length), after])
    case 'zero':
      return Buffer.concat([
        before,
        Buffer.alloc(Math.min(edit.length, after.length)),
        after.subarray(edit.length),
      ])
    case 'cut':
      return before
    case 'swap': {
      const copy = Buffer.from(bytes)
      const to = edit.to % bytes.length
      bytes.copy(copy, at, to, to + edit.length)
      bytes.copy(copy, to, at, at + edit.length)
      return copy
    }
  }
}

const csv = (
  { header, rows }: Table,
  { delimiter, quoted, lineEnd, bom, lastEnd }: Style,
): string => {
  const cell = (text: string): string =>
    quoted || text.includes(delimiter) || /["\r\n]/.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text
  const lines = [header, ...rows].map((cells) => cells.map(cell).join(delimiter)).join(lineEnd)
  return `${bom ? '\ufeff' : ''}${lines}${lastEnd ? lineEnd : ''}`
}

const ndjson = ({ header, rows }: Table, { typed, lineEnd, lastEnd }: Style): string => {
  const value = (text: string): unknown =>
    !typed
      ? text
      : text === ''
        ? null
        : /^-?\d{1,9}(\.\d+)?$/.test(text) && !/^0\d/.test(text)
          ? Number(text)
          : text
  const lines = rows.map((cells) =>
    JSON.stringify(Object.fromEntries(header.map((name, i) => [name, value(cells[i] ?? '')]))),
  )
  const end = lineEnd === '\r' ? '\n' : lineEnd
  return lines.join(end) + (lastEnd ? end : '')
}

const parquet = async (
  maker: Engine,
  folder: string,
  { header, rows }: Table,
  { typed, codec }: Style,
): Promise<Buffer> => {
  const seen = new Set<string>()
  const names = header.map((name, at) => {
    // The engine accepts no column twice, in any case, and none without a name.
    const unique = name === '' || seen.has(name.toLowerCase()) ? `${name || 'none'}_${at}` : name
    seen.add(unique.toLowerCase())
    return unique.replaceAll('\0', '0')
  })
  const file = path.join(folder, 'made.parquet')
  const target = literal(file)
  await maker.run(
    `create or replace table made (${header.map((_, i) => `c${i} varchar`).join(', ')})`,
  )
  const appender = await maker.appender('main', 'made')
  if (rows.length > 0)
    appender.append(
      header.map((_, i) => rows.map((cells) => (cells[i] ?? '').toWellFormed() || null)),
    )
  appender.close()
  const column = (name: string, at: number): string => {
    const type = !typed
      ? undefined
      : /_date$|^active_|_on$/.test(name)
        ? 'date'
        : /itude$|amount/.test(name)
          ? 'double'
          : undefined
    return `${type ? `try_cast(c${at} as ${type})` : `c${at}`} as ${identifier(names[at] ?? '')}`
  }
  await maker.run(
    `copy (select ${names.map(column).join(', ')} from made) to ${target} (format parquet, compression ${codec}, row_group_size 2048)`,
  )
  return readFile(file)
}

/** Counts records by the bytes alone. Undefined where two correct readers could count differently. */
const countRecords = (
  bytes: Buffer,
  format: 'csv' | 'csv.gz' | 'ndjson',
  style: Style,
): number | undefined => {
  const text = bytes.toString('latin1')
  const end = format === 'ndjson' && style.lineEnd === '\r' ? '\n' : style.lineEnd
  if (format === 'ndjson') {
    if (text.replaceAll(end, '').match(/[\r\n]/)) return undefined
    return text.split(end).filter((line) => /[^ \t\r\n]/.test(line)).length
  }
  let records = 0
  for (let at = 0; at < text.length;) {
    const line = recordEnd(text, at, style.delimiter, end)
    if (line === undefined) return undefined
    if (line > at) records += 1
    at = line + end.length
  }
  return Math.max(0, records - 1)
}

/** Returns where the record at `start` ends, or undefined where its quotes or line ends are odd. */
const recordEnd = (
  text: string,
  start: number,
  delimiter: string,
  end: string,
): number | undefined => {
  let at = start
  for (;;) {
    if (text[at] === '"') {
      at += 1
      for (;;) {
        const quote = text.indexOf('"', at)
        if (quote < 0) return undefined
        at = quote + (text[quote + 1] === '"' ? 2 : 1)
        if (text[quote + 1] !== '"') break
      }
    } else {
      while (at < text.length && text[at] !== delimiter && !/["\r\n]/.test(text[at] ?? '')) at += 1
    }
    if (at >= text.length || text.startsWith(end, at)) return Math.min(at, text.length)
    if (text[at] !== delimiter) return undefined
    at += 1
  }
}
