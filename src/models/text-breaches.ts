import type { Breach } from './subset.ts'

const patterns: readonly { readonly found: RegExp; readonly message: string }[] = [
  {
    found: /,(?=\s*(?:\)|(?:from|where|group by|having|select)\b))/gi,
    message: 'a comma with nothing after it',
  },
  { found: /\bas\s+(?:not\s+)?materialized\b/gi, message: 'no MATERIALIZED hint' },
]

/** Breaches that only the text shows: DuckDB accepts them, and its syntax tree leaves them out. */
export const textBreachesOf = (sql: string): Breach[] => {
  const bare = sql.replaceAll(/\/\*[\s\S]*?\*\/|--[^\n]*|'(?:[^']|'')*'|"[^"]*"/g, blank)
  return patterns.flatMap(({ found, message }) =>
    [...bare.matchAll(found)].map(({ index }) => ({
      offset: Buffer.byteLength(sql.slice(0, index)),
      message,
    })),
  )
}

/** Text of the same length and with the same lines, but without words or commas. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, /^['"]/.test(text) ? 'x' : ' ')
