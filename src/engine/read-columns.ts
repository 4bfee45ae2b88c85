import type { Cell, Engine } from './engine.ts'

/**
 * Streams a query and visits its rows in order, without an object for each. `cell` returns the value of
 * a column in the current row; `row` counts from 0.
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

/** Counts the rows of a relation. */
export async function countRows(engine: Engine, relation: string): Promise<number> {
  const row = await engine.first<{ total: number }>(`select count(*) as total from ${relation}`)
  return row?.total ?? 0
}

/** Returns the cell, or `otherwise` where it is null. */
export const numberOr = (cell: Cell, otherwise: number): number =>
  typeof cell === 'number' ? cell : otherwise

/** Numbers distinct texts from 0, in order of first appearance. */
export class Dictionary {
  readonly #codes = new Map<string, number>()

  /** Returns the code of `text`, which is added if it is new; -1 for null. */
  code(text: Cell): number {
    if (typeof text !== 'string') return -1
    const code = this.#codes.get(text)
    if (code !== undefined) return code
    this.#codes.set(text, this.#codes.size)
    return this.#codes.size - 1
  }

  get size(): number {
    return this.#codes.size
  }
}
