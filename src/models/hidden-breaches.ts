import type { Breach } from './subset.ts'

const patterns: readonly { readonly found: RegExp; readonly message: string }[] = [
  {
    found: /,(?=\s*(?:\)|(?:from|where|group by|having|select)\b))/gi,
    message: 'a comma with nothing after it',
  },
  { found: /\bas\s+(?:not\s+)?materialized\b/gi, message: 'no MATERIALIZED hint' },
]

/** What only this engine takes and its syntax tree does not show. */
export const hiddenBreachesOf = (sql: string): Breach[] => {
  const bare = sql.replaceAll(/\/\*[\s\S]*?\*\/|--[^\n]*|'(?:[^']|'')*'|"[^"]*"/g, blank)
  return patterns.flatMap(({ found, message }) =>
    [...bare.matchAll(found)].map(({ index }) => ({
      offset: Buffer.byteLength(sql.slice(0, index)),
      message,
    })),
  )
}

/** The same length with the same lines, without words or commas. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, /^['"]/.test(text) ? 'x' : ' ')
