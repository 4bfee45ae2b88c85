import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Gives `work` a private folder (0700) that is removed afterwards, however it ends: also when a
 * person or a scheduler stops the process, since what lies there is members' data.
 */
export const withSpool = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-'))
  const stop = (signal: NodeJS.Signals): void => {
    forget()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    process.kill(process.pid, signal)
  }
  const forget = (): void => {
    for (const signal of stopping) process.off(signal, stop)
  }
  for (const signal of stopping) process.on(signal, stop)
  try {
    return await work(folder)
  } finally {
    forget()
    await rm(folder, { recursive: true, force: true })
  }
}

const stopping = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
