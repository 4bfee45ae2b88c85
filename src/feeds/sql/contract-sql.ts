import type { FeedName } from '../index.ts'

/** A column of `raw.<feed>`, with the type that the engine gives it. */
interface TypedColumn {
  readonly name: string
  /** `VARCHAR`, `DATE`, `INTEGER`, `DOUBLE`, `DECIMAL(18,2)` or `DECIMAL(38,6)`. */
  readonly type: string
}

/** A list column. Its items become the rows of a relation of their own. */
interface ListColumn {
  readonly column: string
  /** Without its schema: `provider_licence` for `raw.provider_licence`. */
  readonly relation: string
  /** The columns of the feed's key, repeated in `relation` before the value. */
  readonly keyColumns: readonly string[]
  readonly valueColumn: string
}

/** A feed's contract, compiled to SQL. */
export interface ContractSql {
  readonly feed: FeedName
  /** The columns of `raw.<feed>`: the contract's, in its order, without the lists. */
  readonly columns: readonly TypedColumn[]
  readonly lists: readonly ListColumn[]
  /** The columns that identify a row of the feed. */
  readonly keyColumns: readonly string[]
  /**
   * Returns a SELECT that reads `source` once and types and checks every row.
   *
   * `source` is a relation, or a query in parentheses, with every contract column (lists too) as
   * VARCHAR under its own name, null where the delivery has no such column, and the columns of `keep`.
   *
   * It yields, in this order: the columns of `keep` as they are; every contract column in its order,
   * typed (trimmed, empty = null, defaults applied; unreadable values are the default or null), a
   * list as VARCHAR[] of its distinct items (null where there is none); and `verdict`: null for a row
   * to accept, else the first failing column in contract order with its code, `type:service_date`.
   */
  checked(source: string, keep: readonly string[]): string
}

/** Returns SQL for the column that a `verdict` names. */
export const verdictColumn = (verdict: string): string =>
  `substr(${verdict}, instr(${verdict}, ':') + 1)`
