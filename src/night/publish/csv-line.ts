import { type Column, identifier } from '../../engine/engine.ts'
import { spreadsheetSafe, startsHarmless } from '../../engine/csv.ts'

/**
 * A SQL expression for one line of a CSV file, without its end: RFC 4180 quoting, empty for null,
 * text made safe for spreadsheets. For files too many for one COPY each.
 */
export const csvLine = (columns: readonly Column[]): string =>
  // One call, since a chain of `||` as long as a list is wide takes its time to plan.
  `concat_ws(',', ${columns.map(csvField).join(', ')})`

const csvField = ({ name, type }: Column): string => {
  const column = identifier(name)
  if (type !== 'VARCHAR') return `coalesce(cast(${column} as varchar), '')`
  const text = spreadsheetSafe(column)
  // Most values are plain: looks that cost little tell, and only the others take the patterns.
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
