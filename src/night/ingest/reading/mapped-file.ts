import type { ContractSql } from '../../../feeds/sql/contract-sql.ts'
import { literal } from '../../../engine/engine.ts'
import type { Fault } from './faults.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { OpenFile } from '../opening/opened.ts'

/** A file whose rows can be queried as the contract's columns, as text. */
export interface MappedFile {
  readonly open: OpenFile
  /** Its position in the order of delivery, from 1. */
  readonly rank: number
  readonly mapping: Mapping
  /**
   * Returns a query in parentheses over the file: `place` (as the reader counts), `passes` (the
   * mapping's `where`), `malformed`, the mapping's `source__…` columns, and every column of the
   * contract. Records that cannot be parsed go to the table `faults`, where one is named.
   */
  relation(faults?: string): string
  /** Set where the file has been read already; otherwise faults are in the table given to `relation`. */
  readonly faults?: readonly Fault[]
}

/** Returns SQL for the source columns of a row as the quarantine keeps them, a JSON object. */
export const rawJson = ({ mapping: { reads, sourceNames } }: MappedFile): string => {
  const pairs = reads.map(({ sql }, at) => `${literal(sourceNames[at] ?? sql)}, ${sql}`)
  return `cast(json_object(${pairs.join(', ')}) as varchar)`
}

/**
 * Returns a query in parentheses for a file's rows with the contract's types: `place`, `passes`, the
 * typed columns, `verdict`, `raw`. With `only`, a condition on `place`, the other rows are parsed but
 * not checked, which costs a fraction.
 */
export const checkedRows = (
  mapped: MappedFile,
  contract: ContractSql,
  faults: string | undefined,
  only?: string,
): string => {
  const rows = mapped.relation(faults)
  const source = only === undefined ? rows : `(select * from ${rows} where ${only})`
  const sources = mapped.mapping.reads.map(({ sql }) => sql)
  const keep = ['place', 'passes', 'malformed', ...sources]
  const columns = [
    ...contract.columns.map(({ name }) => name),
    ...contract.lists.map((l) => l.column),
  ]
  const rejected = 'passes and (malformed or verdict is not null)'
  return `(select ${['place', 'passes', ...columns].join(', ')},
    case when passes and malformed then 'type:json' when passes then verdict end as verdict,
    case when ${rejected} then ${rawJson(mapped)} end as raw
    from (${contract.checked(source, keep)}))`
}

/** Maps a file that the night's engine reads itself: its SQL has no text of the pipeline file but literals. */
export const directFile = (open: OpenFile, rank: number, mapping: Mapping): MappedFile => ({
  open,
  rank,
  mapping,
  relation: (faults) => {
    const read = mapping.reads.map(
      ({ sql, name }) => `${open.columns.find((column) => column.name === name)?.text} as ${sql}`,
    )
    const canonical = mapping.canonical.map(({ name, sql }) => `${sql} as ${name}`)
    const sources = mapping.reads.map(({ sql }) => sql)
    return `(select ${['place', 'true as passes', 'malformed', ...sources, ...canonical].join(', ')}
      from (select ${['"#record" as place', '"#malformed" as malformed', ...read].join(', ')} from ${open.reader(faults)}))`
  },
})
