import { type Column, identifier } from '../../engine/engine.ts'
import { spreadsheetSafe, startsHarmless } from '../../engine/csv.ts'

/**
 * A SQL expression for one line of a CSV file, without its line end: RFC 4180 quoting, empty for null,
 * text made safe for spreadsheets. For more files than could have a COPY each.
 */
export const csvLine = (columns: readonly Column[]): string =>
  // One call, because a chain of `||` over all columns is slow to plan.
  `concat_ws(',', ${columns.map(csvField).join(', ')})`

const csvField = ({ name, type }: Column): string => {
  const column = identifier(name)
  if (type !== 'VARCHAR') return `coalesce(cast(${column} as varchar), '')`
  const text = spreadsheetSafe(column)
  // Cheap tests recognize plain values, which most are; only the others run the slow patterns.
  const special = [`','`, `'"'`, 'chr(10)', 'chr(13)']
  const isSpecial = special.map((character) => `contains(${column}, ${character})`).join(' or ')
  return `case
    when ${column} is null then ''
    when ${startsHarmless(column)} and not (${isSpecial}) then ${column}
    when ${column} = '' or regexp_matches(${column}, '[,"\\r\\n]')
      then '"' || replace(${text}, '"', '""') || '"'
    else ${text}
  end`
}
