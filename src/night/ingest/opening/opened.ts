import type { FileTable } from '../../../formats/file-format.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'

/** A delivered file whose header has been read. */
export interface OpenFile extends FileTable {
  readonly file: DeliveredFile
}
