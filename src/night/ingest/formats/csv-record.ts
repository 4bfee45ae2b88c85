/** The first record of a CSV text. */
export interface CsvRecord {
  readonly fields: readonly string[]
  /** Blank lines before it. */
  readonly blankLines: number
  /** The line end after it; undefined where the text ends with it. */
  readonly lineEnd: '\n' | '\r\n' | '\r' | undefined
  /** Where it ends in the text, its line end included. */
  readonly end: number
}

/** Reads the first record of `text`, quoted line ends and all; undefined where there is only blank. */
export const firstRecord = (
  text: string,
  delimiter: string,
  quote: string,
): CsvRecord | undefined => {
  const blank = /^[\r\n]*/.exec(text)?.[0] ?? ''
  const fields: string[] = []
  let field = ''
  let quoted = false
  const done = (at: number, lineEnd: CsvRecord['lineEnd']): CsvRecord => ({
    fields: [...fields, field],
    blankLines: blank.match(/\r\n|\r|\n/g)?.length ?? 0,
    lineEnd,
    end: at + (lineEnd?.length ?? 0),
  })
  for (let at = blank.length; at < text.length; at++) {
    const char = text[at]
    if (quoted) {
      if (char !== quote) field += char
      else if (text[at + 1] === quote) field += text[++at]
      else quoted = false
    } else if (char === quote && field === '') quoted = true
    else if (char === delimiter) {
      fields.push(field)
      field = ''
    } else if (char === '\n') return done(at, '\n')
    else if (char === '\r') return done(at, text[at + 1] === '\n' ? '\r\n' : '\r')
    else field += char
  }
  return fields.length > 0 || field !== '' ? done(text.length, undefined) : undefined
}
