import { type Node, child, nodesOf, text } from '../../../models/ast.ts'

/** How many times longer an expression may make a text: beyond this a row could fill the memory. */
export const maxExpansion = 10_000

/** The assumed length of a text whose length is not known. */
const UNKNOWN_LENGTH = 100

/** Returns how many times longer than its input a function's result may be, at least 1. */
export const expansionOf = (call: Node): number => {
  const [, second, third] = nodesOf(call['children'])
  switch (text(call, 'function_name')) {
    case 'lpad':
    case 'rpad': {
      const length = constantIn(second)
      return typeof length === 'number' ? Math.max(1, length) : Infinity
    }
    case 'replace':
    case 'regexp_replace': {
      const replacement = constantIn(third)
      return Math.max(1, typeof replacement === 'string' ? replacement.length : UNKNOWN_LENGTH)
    }
    default:
      return 1
  }
}

const constantIn = (node: Node | undefined): unknown =>
  text(node, 'class') === 'CONSTANT' ? child(node, 'value')?.['value'] : undefined
