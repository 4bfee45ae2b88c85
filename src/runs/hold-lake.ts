import { EmpanelError, exitCode } from '../base/errors.ts'
import type { Lake, LakeLock } from '../lake/lake.ts'

/** Another run holds the lake: nothing was read or written. */
export class LakeLocked extends EmpanelError {
  override readonly name = 'LakeLocked'
  constructor(lake: string) {
    super(
      `Another run holds the lake ${lake}.`,
      exitCode.locked,
      'Wait for it to end, then start again.',
    )
  }
}

/** Holds the lake while the work is done. Throws `LakeLocked`, without waiting, where another run has it. */
export const holdLake = async <T>(lake: Lake, work: (lock: LakeLock) => Promise<T>): Promise<T> => {
  const lock = await lake.lock()
  if (!lock) throw new LakeLocked(lake.url)
  try {
    return await work(lock)
  } finally {
    await lock.release()
  }
}
