import { inputChanged } from '../../../base/errors.ts'
import type { Lake } from '../../../lake/lake.ts'
import type { DeliveredFile } from './deliveries.ts'

/**
 * Checks that a file is still the one that was listed, so that what was read has the checksum that
 * the manifest records. Runs before anything is cached under that checksum, and after the last read.
 *
 * @throws InputRefused where the file was written to since
 */
export const refuseChanged = async (lake: Lake, file: DeliveredFile): Promise<void> => {
  if (!(await lake.isUnchanged(file.listed))) throw inputChanged(file.key)
}
