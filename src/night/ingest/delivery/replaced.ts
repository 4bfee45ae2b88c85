import type { Lake } from '../../../lake/lake.ts'
import { inputChanged } from '../../../base/errors.ts'
import type { DeliveredFile } from './deliveries.ts'

/**
 * What was read and what the checksum is of should be one and the same: asked before anything is kept
 * under that checksum, and once all is read.
 * @throws InputRefused where the file was written to since the night listed it.
 */
export const refuseReplaced = async (lake: Lake, file: DeliveredFile): Promise<void> => {
  if (!(await lake.isUnchanged(file.listed))) throw inputChanged(file.key)
}
