import type { FeedConfig } from '../config/pipeline.ts'
import type { DeliveredFile } from './deliveries.ts'

/** A column that a file has. */
export interface SourceColumn {
  /** As the file writes it, trimmed. */
  readonly name: string
  /** SQL over the reader's columns that gives its text. */
  readonly text: string
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
}

export type Dialect = Pick<FeedConfig, 'delimiter' | 'encoding' | 'quote'>
