import type { Engine } from '../../../engine/engine.ts'
import { InputRefused } from '../../../base/errors.ts'

/** Says whether the time is over. */
type IsOver = () => boolean

/**
 * Does `work` in an engine, which is interrupted when the time is over: an expression that does a
 * little too much to every row of a large file would else keep the night for days.
 */
export const withinMinutes = async <T>(
  engine: Pick<Engine, 'interrupt'>,
  minutes: number,
  key: string,
  work: (isOver: IsOver) => Promise<T>,
): Promise<T> => {
  let isOver = false
  const end = Date.now() + minutes * 60_000
  // Asked for each second: between two statements there is nothing to interrupt.
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
      'See what its expressions do to each row; if they are meant, raise `settings: { max_mapping_minutes: … }` in the pipeline file.',
    )
  } finally {
    clearInterval(timer)
  }
}
