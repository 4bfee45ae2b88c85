import type { FeedConfig } from '../../../config/pipeline.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'

/** A column that a file has. */
export interface SourceColumn {
  /** As the file writes it, trimmed. */
  readonly name: string
  /** SQL over the reader's columns that gives its text. */
  readonly text: string
  /** The name may be a value that got to the wrong place: it is told to nobody. */
  readonly isOdd?: boolean
}

/** A file whose header has been read. */
export interface OpenFile {
  readonly file: DeliveredFile
  /** Where an engine reads it. */
  readonly path: string
  readonly columns: readonly SourceColumn[]
  /** Whether so many known names were found that the header can be one, and may be quoted in errors. */
  readonly hasHeader: boolean
  /** The column separator, of a CSV. */
  readonly delimiter?: string
  /**
   * A query in parentheses that reads the file once: `"#record"` (place in the file from 1, where
   * faulty records before it were not counted), `"#malformed"`, and the columns that `text` names.
   * Records that can't be taken apart go to the table `faults`; without it they are passed over.
   */
  reader(faults?: string): string
  /** Where its records may be lines, so that a few of them can be picked. */
  readonly lines?: RecordLines
}

/** A text file of which each record may be a line. */
interface RecordLines {
  /** What a line ends with. */
  readonly end: '\n' | '\r\n'
  /** The same file with its header and some of its lines alone, at another path. */
  of(path: string): OpenFile
}

/** The names of a file's columns that may stand in an error or a log. */
export const namesToTell = ({ columns, hasHeader }: OpenFile): string[] =>
  hasHeader ? columns.filter(({ isOdd }) => !isOdd).map(({ name }) => name) : []

export type Dialect = Pick<FeedConfig, 'delimiter' | 'encoding' | 'quote'>
