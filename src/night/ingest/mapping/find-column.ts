import { InputRefused } from '../../../base/errors.ts'
import { didYouMean } from '../../../base/suggest.ts'
import { looseName, listed } from '../../../formats/column-name.ts'
import { type SourceColumn, quotableNames } from '../../../formats/file-format.ts'
import type { OpenFile } from '../opening/opened.ts'

/**
 * Finds the column of a file that is called `name`, whatever its case, spaces, hyphens and
 * underscores. Returns undefined where there is none. Throws `InputRefused` where several match and
 * none is spelled exactly so.
 */
export const findColumn = (open: OpenFile, name: string): SourceColumn | undefined => {
  const alike = open.columns.filter((column) => looseName(column.name) === looseName(name))
  if (alike.length < 2) return alike[0]
  const exact = alike.filter((column) => column.name === name)
  if (exact.length === 1) return exact[0]
  throw new InputRefused(
    `Expected one column named ${name} in ${open.file.key}, found ${alike.length} that differ only in case, spaces, hyphens or underscores.`,
    'Rename or remove all but one of them.',
  )
}

/** The refusal of a file without a column that it must have. Does not quote a header that may be data. */
export const missingColumn = (open: OpenFile, name: string, why: string): InputRefused => {
  const names = quotableNames(open)
  if (!open.hasHeader) {
    return new InputRefused(
      `Expected a header line with the column ${name} (${why}) in ${open.file.key}, found ${open.columns.length} columns that may be data.`,
      'Check that the first line names the columns, and which delimiter separates them.',
    )
  }
  return new InputRefused(
    `Expected the column ${name} (${why}) in ${open.file.key}, found ${listed(names, 40)}.`,
    didYouMean(name, names) ?? 'Have it delivered, or map another column in the pipeline file.',
  )
}
