import { type Column, type Engine, identifier, literal } from './engine.ts'

/**
 * A SQL expression for text that a spreadsheet would take for a formula: what starts with `=`, `+`,
 * `-`, `@`, tab or CR gets a leading `'`. Numbers and dates never come here, so they keep their sign.
 */
export const spreadsheetSafe = (text: string): string =>
  // Not `in (…)`: from six items on, the engine makes a join of each column's.
  `case
    when ${startsHarmless(text)} then ${text}
    when regexp_matches(${text}, '^[=+@\\t\\r-]') then '''' || ${text}
    else ${text}
  end`

/**
 * Whether text starts as most does, with a digit, a letter or beyond: a third of what it costs to
 * match a pattern. Of other text, the empty one among it, it tells nothing.
 */
export const startsHarmless = (text: string): string =>
  `(ascii(${text}) > 64 or ascii(${text}) between 46 and 60)`

/**
 * Writes `query` to a CSV file: RFC 4180 quoting, `\n` line ends, UTF-8, empty for null, a header
 * line, in the order that the query gives. Text is made safe for spreadsheets.
 */
export const copyCsv = async (engine: Engine, query: string, path: string): Promise<void> => {
  const columns = (await engine.describe(query)).map(outgoing)
  await engine.run(
    `copy (select ${columns.join(', ')} from (${query})) to ${literal(path)}
     (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '')`,
  )
}

const outgoing = ({ name, type }: Column): string =>
  /^(VARCHAR|JSON)$/.test(type)
    ? `${spreadsheetSafe(identifier(name))} as ${identifier(name)}`
    : identifier(name)
