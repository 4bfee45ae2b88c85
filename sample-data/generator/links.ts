import { isoOf } from './calendar.ts'
import { CsvFile } from './csv.ts'
import { practiceId, providerId } from './identifiers.ts'
import type { World } from './world.ts'

/** A few keys that the payer changed: two members merged, a provider and a practice renumbered. */
export const writeLinks = (world: World, folder: string, file: string): void => {
  const { asOf } = world.options
  const out = new CsvFile(folder, file, ['kind', 'old_id', 'new_id', 'effective_date'])
  out.row(['member', 'M9000001', 'M0000005', isoOf(asOf - 120)])
  out.row(['member', 'M9000002', 'M0000042', null])
  out.row(['provider', 'P90001', providerId(2), isoOf(asOf - 300)])
  out.row(['practice', 'PR90001', practiceId(1), isoOf(asOf - 300)])
  out.close()
}
