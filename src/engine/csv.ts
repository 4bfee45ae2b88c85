import { type Column, type Engine, identifier, literal } from './engine.ts'

/**
 * Returns the SQL expression that makes a text column safe for spreadsheets: text that starts with `=`,
 * `+`, `-`, `@`, tab or CR, and would be run as a formula, gets a leading `'`. Use it for text only:
 * numbers must keep their sign.
 */
export const spreadsheetSafe = (text: string): string =>
  // Not `in (…)`: with six items or more, the engine turns it into a join for each column.
  `case
    when ${startsHarmless(text)} then ${text}
    when regexp_matches(${text}, '^[=+@\\t\\r-]') then '''' || ${text}
    else ${text}
  end`

/**
 * Returns the SQL condition that text starts with a letter, a digit or another character that no
 * formula starts with. A quick check at a third of the cost of matching a pattern; other text, such as
 * empty text, may be harmless too.
 */
export const startsHarmless = (text: string): string =>
  `(ascii(${text}) > 64 or ascii(${text}) between 46 and 60)`

/**
 * Writes `query` to a CSV file: RFC 4180 quoting, `\n` line ends, UTF-8, empty for null, a header
 * line, rows in the order of the query. Text is made safe for spreadsheets.
 */
export const copyCsv = async (engine: Engine, query: string, path: string): Promise<void> => {
  const columns = (await engine.describe(query)).map(writtenColumn)
  await engine.run(
    `copy (select ${columns.join(', ')} from (${query})) to ${literal(path)}
     (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '')`,
  )
}

const writtenColumn = ({ name, type }: Column): string =>
  /^(VARCHAR|JSON)$/.test(type)
    ? `${spreadsheetSafe(identifier(name))} as ${identifier(name)}`
    : identifier(name)
