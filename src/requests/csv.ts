/** The records of a CSV text by RFC 4180, each with the number of its first line; blank lines are none. */
export const parseCsv = (text: string): { readonly line: number; readonly cells: string[] }[] => {
  const records: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let line = 1
  let start = 1
  for (const [token, quoted, plain = '', end = ''] of text.matchAll(TOKEN)) {
    if (token === '' && cells.length === 0) break
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'))
    line += token.split('\n').length - 1
    if (end === ',') continue
    if (cells.some((cell) => cell !== '')) records.push({ line: start, cells })
    cells = []
    start = line
  }
  return records
}

/**
 * A cell, quoted or plain, and what ends it. A quote that does not close is part of a plain cell.
 * At the end of the text it matches
 * once more, empty: that is the last cell after a comma, else nothing.
 */
const TOKEN = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\r|\n|$)/g
