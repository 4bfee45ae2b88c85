/**
 * Clean-ups get this long when a signal stops the process; then it ends anyway, and the next run
 * cleans up what is left.
 */
const DEADLINE_MS = 8_000

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type CleanUp = (signal: string) => Promise<void> | void

const cleanUps: CleanUp[] = []

/**
 * Calls `cleanUp` when SIGINT, SIGTERM or SIGHUP stops the process: the newest clean-up first, then
 * the process ends by that same signal.
 *
 * @returns a function that cancels this
 */
export const onStop = (cleanUp: CleanUp): (() => void) => {
  if (cleanUps.length === 0) for (const signal of SIGNALS) process.on(signal, stop)
  cleanUps.push(cleanUp)
  return () => {
    const at = cleanUps.indexOf(cleanUp)
    if (at < 0) return
    cleanUps.splice(at, 1)
    if (cleanUps.length === 0) removeHandlers()
  }
}

const removeHandlers = (): void => {
  for (const signal of SIGNALS) process.off(signal, stop)
}

let isStopping = false

const stop = (signal: NodeJS.Signals): void => {
  if (isStopping) return
  isStopping = true
  const end = (): void => {
    removeHandlers()
    process.kill(process.pid, signal)
  }
  setTimeout(end, DEADLINE_MS)
  void cleanAll(signal).finally(end)
}

const cleanAll = async (signal: string): Promise<void> => {
  for (const cleanUp of cleanUps.toReversed()) {
    try {
      await cleanUp(signal)
    } catch {
      // The process ends anyway, and the other clean-ups must still run.
    }
  }
}
