/**
 * What must be put in order when a person or a scheduler stops the process: newest first, then the
 * process ends by the very signal. Nothing may take longer than the deadline: after that it ends
 * all the same, and the next run puts in order what is left.
 */
const DEADLINE = 8_000

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type CleanUp = (signal: string) => Promise<void> | void

const cleanUps: CleanUp[] = []

/** Has `cleanUp` called when the process is stopped; gives what takes that back. */
export const onStop = (cleanUp: CleanUp): (() => void) => {
  if (cleanUps.length === 0) for (const signal of SIGNALS) process.on(signal, stop)
  cleanUps.push(cleanUp)
  return () => {
    const at = cleanUps.indexOf(cleanUp)
    if (at < 0) return
    cleanUps.splice(at, 1)
    if (cleanUps.length === 0) forget()
  }
}

const forget = (): void => {
  for (const signal of SIGNALS) process.off(signal, stop)
}

let isStopping = false

const stop = (signal: NodeJS.Signals): void => {
  if (isStopping) return
  isStopping = true
  const end = (): void => {
    forget()
    process.kill(process.pid, signal)
  }
  setTimeout(end, DEADLINE)
  void cleanAll(signal).finally(end)
}

const cleanAll = async (signal: string): Promise<void> => {
  for (const cleanUp of cleanUps.toReversed()) {
    try {
      await cleanUp(signal)
    } catch {
      // The process ends anyway: the others still get their turn.
    }
  }
}
