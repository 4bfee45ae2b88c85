import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'

/** A file as it was delivered. */
export interface SourceFile {
  /** Path below the lake, for errors. */
  readonly key: string
  readonly bytes: number
  readonly gzip: boolean
}

/** What a format needs to read a file's header. */
export interface OpenRequest<Options = unknown> {
  readonly engine: Engine
  readonly file: SourceFile
  /** Where an engine reads the file. */
  readonly path: string
  /** The names that the contract or the mapping gives to columns, as `looseName` spells them. */
  readonly known: ReadonlySet<string>
  readonly options: Options
  /** What the file may unpack to, such as 200GB. */
  readonly maxUnpacked: string
}

/** A column of a file. */
export interface SourceColumn {
  /** As the file writes it, trimmed. */
  readonly name: string
  /** SQL for its text, over the columns of the reader's query. */
  readonly text: string
  /** The name may be a misplaced value, so no message quotes it. */
  readonly isOdd?: boolean
}

/** How the text of a record is split into fields. */
export interface FieldDialect {
  readonly delimiter: string
  readonly quote: string
}

/** A file whose header has been read: its columns, and a query for its rows. */
export interface FileTable {
  /** Where an engine reads the file. */
  readonly path: string
  readonly columns: readonly SourceColumn[]
  /** Whether enough known names were found for the header to be one; only then is it quoted. */
  readonly hasHeader: boolean
  /**
   * Returns a query in parentheses that reads the file once: `"#record"` (number in the file from 1,
   * records that could not be parsed left out), `"#malformed"`, and the columns that `text` names.
   * Records that could not be parsed go to the table `faults`; without it they are skipped.
   */
  reader(faults?: string): string
  /** Set where the reader fills the table `faults`. */
  readonly faults?: {
    /** Lines before the first record. */
    readonly headerLines: number
    /** Undefined where the text of a faulty record cannot be split into fields. */
    readonly dialect?: FieldDialect
  }
  /** Set where each record may be one line, so that single records can be copied out. */
  readonly lines?: {
    readonly end: '\n' | '\r\n'
    /** Opens a copy at another path that holds the header and some of the lines. */
    of(path: string): FileTable
  }
}

/** A format of delivered files. To add one, write its file and list it in `index.ts`. */
export interface FileFormat<
  Name extends string = string,
  Options extends z.core.$ZodShape = z.core.$ZodShape,
> {
  /** What `format:` in a pipeline file calls it. */
  readonly name: Name
  /** One sentence for the reference. */
  readonly summary: string
  /** Endings of file names, in lowercase letters and without the dot, that belong to it. */
  readonly endings: readonly [string, ...string[]]
  /** Whether a file may be compressed with gzip. */
  readonly mayBeGzip: boolean
  /** Keys of a feed in the pipeline file that this format reads. */
  readonly options: Options
  /**
   * Of a format of text lines, the characters that separate columns: lines are checked for length and
   * width as the bytes pass. Undefined for a binary format.
   */
  separators?(options: z.output<z.ZodObject<Options>>): readonly string[]
  /** Reads a file's header. Throws `InputRefused` for a file that is not of the format. */
  open(request: OpenRequest<z.output<z.ZodObject<Options>>>): Promise<FileTable>
}

/** Declares a format, keeping the types of its name and options. */
export const fileFormat = <const Name extends string, Options extends z.core.$ZodShape>(
  format: FileFormat<Name, Options>,
): FileFormat<Name, Options> => format

/** The column names of a file that may appear in an error or a log. */
export const quotableNames = ({ columns, hasHeader }: FileTable): string[] =>
  hasHeader ? columns.filter(({ isOdd }) => !isOdd).map(({ name }) => name) : []
