import type { ContractSql } from '../../../feeds/sql/contract-sql.ts'
import { literal } from '../../../engine/engine.ts'
import type { Fault } from './faults.ts'
import type { Mapping } from './mapping.ts'
import type { OpenFile } from '../opening/opened.ts'

/** A file whose rows can be read as the contract's columns, as text. */
export interface MappedFile {
  readonly open: OpenFile
  /** Its place in the order of delivery, from 1. */
  readonly rank: number
  readonly mapping: Mapping
  /**
   * A query in parentheses over the file: `place` (as the reader counts), `passes` (the mapping's
   * `where`), `malformed`, the mapping's `source__…` columns, and every column of the contract.
   * Records that can't be taken apart go to the table `faults`, where one is named.
   */
  relation(faults?: string): string
  /** Known already where the file was read elsewhere; else they come from the table of `relation`. */
  readonly faults?: readonly Fault[]
}

/** The mapping's read columns as the quarantine keeps them: a JSON object of what came. */
export const rawJson = ({ mapping: { reads, sourceNames } }: MappedFile): string => {
  const pairs = reads.map(({ sql }, at) => `${literal(sourceNames[at] ?? sql)}, ${sql}`)
  return `cast(json_object(${pairs.join(', ')}) as varchar)`
}

/**
 * A file's rows with the contract's types: `place`, `passes`, the typed columns, `verdict`, `raw`; of
 * all rows, or of those `only` for which the condition on `place` holds. The others are then only
 * told apart, which costs a fraction of checking them.
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

/** A file that this engine reads itself: no text of the pipeline file gets into the SQL but literals. */
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
