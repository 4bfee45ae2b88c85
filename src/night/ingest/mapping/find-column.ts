import { InputRefused } from '../../../base/errors.ts'
import { didYouMean } from '../../../base/suggest.ts'
import { looseName, listed } from '../../../formats/column-name.ts'
import { type SourceColumn, quotableNames } from '../../../formats/file-format.ts'
import type { OpenFile } from '../opening/opened.ts'

/**
 * The column of a file that is called `name`, give or take case, spaces and underscores; undefined
 * where there is none. Throws `InputRefused` where two read alike and neither is written so.
 */
export const findColumn = (open: OpenFile, name: string): SourceColumn | undefined => {
  const alike = open.columns.filter((column) => looseName(column.name) === looseName(name))
  if (alike.length < 2) return alike[0]
  const exact = alike.filter((column) => column.name === name)
  if (exact.length === 1) return exact[0]
  throw new InputRefused(
    `Expected one column named ${name} in ${open.file.key}, found ${alike.length} that read so.`,
    'Rename or remove all but one of them.',
  )
}

/** The error for a file without a column that it must have. A header that may be data is not quoted. */
export const missingColumn = (open: OpenFile, name: string, why: string): InputRefused => {
  const names = quotableNames(open)
  if (!open.hasHeader) {
    return new InputRefused(
      `Expected a header line with the column ${name} (${why}) in ${open.file.key}, found ${open.columns.length} columns that may be data.`,
      'See that the first line names the columns, and how they are separated.',
    )
  }
  return new InputRefused(
    `Expected the column ${name} (${why}) in ${open.file.key}, found ${listed(names, 40)}.`,
    didYouMean(name, names) ??
      'Ask for it to be delivered, or map another column in the pipeline file.',
  )
}
