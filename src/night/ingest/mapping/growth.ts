/** A node of the engine's syntax tree. */
export type Node = Readonly<Record<string, unknown>>

/** So many times as long may an expression make a text; beyond it a row could fill the memory. */
export const MOST_GROWTH = 10_000

/** What is taken for the length of a text, or for a number, that stands in a column. */
const UNKNOWN_LENGTH = 100

/** How many times as long as what it is given a function's result may be, or how long it may be at all. */
export const growthOf = (node: Node): number => {
  const [, second, third] = node['children'] as Node[]
  switch (node['function_name']) {
    case 'lpad':
    case 'rpad':
      return Math.max(1, numberIn(second) ?? Infinity)
    case 'replace':
    case 'regexp_replace':
      return Math.max(1, textIn(third)?.length ?? UNKNOWN_LENGTH)
    default:
      return 1
  }
}

const constantOf = (node: Node | undefined): unknown =>
  node?.['class'] === 'CONSTANT' ? (node['value'] as Node)['value'] : undefined

const numberIn = (node: Node | undefined): number | undefined => {
  const value = constantOf(node)
  return typeof value === 'number' ? value : undefined
}

const textIn = (node: Node | undefined): string | undefined => {
  const value = constantOf(node)
  return typeof value === 'string' ? value : undefined
}
