import { type Engine, identifier } from '../../../engine/engine.ts'
import { InputRefused } from '../../../base/errors.ts'
import { recordsOf } from '../../../formats/csv-record.ts'
import type { OpenFile } from '../opening/opened.ts'
import { maxRecordBytes } from '../../../formats/max-record.ts'
import type { Mapping } from '../mapping/mapping.ts'

/** A record that could not be parsed. */
export interface Fault {
  /** Its number in the file, from 1. */
  readonly record: number
  /** How many records before it could be parsed. */
  readonly before: number
  readonly column: string | null
  readonly reason: string
  /** Best effort: where a column is missing or extra, it may be the value of another column. */
  readonly memberId: string | null
  readonly providerId: string | null
}

interface Row {
  readonly line: number
  readonly kind: string
  readonly column: number | null
  readonly text: string
}

/**
 * Reads and drops the table in which a reader collected faulty records.
 *
 * @throws InputRefused where rows may have been lost
 */
export const readFaults = async (
  engine: Engine,
  table: string,
  open: OpenFile,
  mapping: Mapping,
): Promise<Fault[]> => {
  if (open.faults === undefined) return []
  const { headerLines, dialect } = open.faults
  const faults: Fault[] = []
  const query = `select line, error_type as kind, column_idx as "column", csv_line as text
    from (select *, row_number() over (partition by line order by column_idx, error_type) as nth from ${identifier(table)})
    where nth = 1 order by line`
  const rows = await engine.all<Row>(query)
  const fields = dialect
    ? recordsOf(
        rows.map(({ text }) => text),
        dialect,
      )
    : []
  for (const [at, row] of rows.entries()) {
    const record = row.line - headerLines
    refuseRunaway(open, record, row)
    faults.push({
      record,
      before: record - faults.length - 1,
      ...explain(row, open, mapping),
      ...ids(fields[at] ?? [], open, mapping),
    })
  }
  await engine.run(`drop table ${identifier(table)}`)
  await engine.run(`drop table ${identifier(`${table}_scan`)}`)
  return faults
}

/** Refuses an unclosed quote: it swallows the rows after it, and no one can know which. */
const refuseRunaway = (open: OpenFile, record: number, { kind, text }: Row): void => {
  const where = `record ${record} of ${open.file.key}`
  const hint = 'Correct the quotes of that record, or have the file sent again.'
  if (kind === 'LINE SIZE OVER MAXIMUM') {
    throw new InputRefused(
      `Expected records of at most ${maxRecordBytes.toLocaleString('en')} bytes, found a longer one: ${where}. Usually this is an unclosed quote.`,
      hint,
    )
  }
  if (kind === 'UNQUOTED VALUE' && /[\r\n]/.test(text.trim())) {
    throw new InputRefused(
      `Expected every quote to be closed, found one that continues past the end of its line: ${where}.`,
      hint,
    )
  }
}

const explain = (
  { kind, column }: Row,
  open: OpenFile,
  mapping: Mapping,
): Pick<Fault, 'column' | 'reason'> => {
  if (kind === 'TOO MANY COLUMNS') return { column: null, reason: 'columns:too_many' }
  if (kind === 'MISSING COLUMNS') return { column: null, reason: 'columns:too_few' }
  const name = open.columns[(column ?? 0) - 1]?.name
  const canonical = [...mapping.plain].find(([, read]) => read.name === name)?.[0] ?? null
  const code =
    kind === 'INVALID ENCODING' ? 'encoding' : kind === 'UNQUOTED VALUE' ? 'quote' : 'record'
  return { column: canonical, reason: `${code}:${canonical ?? ''}` }
}

const ids = (
  fields: readonly string[],
  open: OpenFile,
  mapping: Mapping,
): Pick<Fault, 'memberId' | 'providerId'> => {
  const valueOf = (canonical: string): string | null => {
    const name = mapping.plain.get(canonical)?.name
    const at = open.columns.findIndex((column) => column.name === name)
    return fields[at] || null
  }
  return { memberId: valueOf('member_id'), providerId: valueOf('provider_id') }
}
