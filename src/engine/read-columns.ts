import type { Cell, Engine } from './engine.ts'

/**
 * Streams a query and visits its rows in order, without making an object of any. `cell` gives the
 * current row's value of a column.
 */
export async function visitRows(
  engine: Engine,
  sql: string,
  visit: (cell: (column: string) => Cell, row: number) => void,
): Promise<void> {
  let row = 0
  for await (const { rows, columns } of engine.stream(sql)) {
    for (let local = 0; local < rows; local++, row++) {
      visit((column) => columns[column]?.[local] ?? null, row)
    }
  }
}

/** How many rows a query yields, to make room for them. */
export async function countRows(engine: Engine, relation: string): Promise<number> {
  const row = await engine.first<{ total: number }>(`select count(*) as total from ${relation}`)
  return row?.total ?? 0
}

/** The cell, or `otherwise` where it is null. */
export const numberOr = (cell: Cell, otherwise: number): number =>
  typeof cell === 'number' ? cell : otherwise

/** Texts by number, in order of first appearance; null has none. */
export class Dictionary {
  readonly #codes = new Map<string, number>()

  /** The code of `text`, a new one where it is new; -1 for null. */
  code(text: Cell): number {
    if (typeof text !== 'string') return -1
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    this.#codes.set(text, this.#codes.size)
    return this.#codes.size - 1
  }

  get size(): number {
    return this.#codes.size
  }
}
