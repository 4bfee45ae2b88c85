import type { Breach } from './subset.ts'

/** Commas with nothing after them, which the other engines refuse and the syntax tree hides. */
export const strayCommas = (sql: string): Breach[] => {
  const bare = sql.replaceAll(/\/\*[\s\S]*?\*\/|--[^\n]*|'(?:[^']|'')*'|"[^"]*"/g, blank)
  return [...bare.matchAll(/,(?=\s*(?:\)|(?:from|where|group by|having|select)\b))/gi)].map(
    ({ index }) => ({
      offset: Buffer.byteLength(sql.slice(0, index)),
      message: 'a comma with nothing after it',
    }),
  )
}

/** The same length with the same lines, without words or commas. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, /^['"]/.test(text) ? 'x' : ' ')
