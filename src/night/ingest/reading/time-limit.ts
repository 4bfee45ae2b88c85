import { InputRefused } from '../../../base/errors.ts'
import type { Engine } from '../../../engine/engine.ts'

/** Returns whether the time is over. */
type IsOver = () => boolean

/**
 * Runs `work` in an engine and interrupts it when the time is over. Otherwise an expression that is
 * slow on every row of a large file would keep the night busy for days.
 *
 * @throws InputRefused, naming the file `key`, when the time is over
 */
export const withinMinutes = async <T>(
  engine: Pick<Engine, 'interrupt'>,
  minutes: number,
  key: string,
  work: (isOver: IsOver) => Promise<T>,
): Promise<T> => {
  let isOver = false
  const end = Date.now() + minutes * 60_000
  // Checked every second, because between two statements there is nothing to interrupt.
  const timer = setInterval(
    () => {
      isOver = Date.now() >= end
      if (isOver) engine.interrupt()
    },
    Math.min(1000, minutes * 60_000),
  )
  try {
    return await work(() => isOver)
  } catch (error) {
    if (!isOver) throw error
    throw new InputRefused(
      `Expected ${key} to be mapped within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, found that it takes longer.`,
      'Check what its expressions do to each row. If they are meant to, raise `settings: { max_mapping_minutes: … }` in the pipeline file.',
    )
  } finally {
    clearInterval(timer)
  }
}
