import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isAlive } from './process-mark.ts'
import { onStop } from './stopping.ts'

const NAME = /^empanel-spool-(\d+)-/

const REMOVE = { recursive: true, force: true, maxRetries: 3 } as const

/**
 * Gives `work` a private folder (0700) that is removed afterwards, however it ends: also when a
 * person or a scheduler stops the process, since what lies there is members' data.
 */
export const withSpool = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await openSpool()
  try {
    return await work(folder)
  } finally {
    await closeSpool(folder)
  }
}

/** The spools that are open, each with what takes its clean-up back. */
const open = new Map<string, () => void>()

/** A spool that `closeSpools` removes; those of processes that were killed are removed on the way. */
export const openSpool = async (): Promise<string> => {
  await sweepSpools()
  const folder = await mkdtemp(path.join(tmpdir(), `empanel-spool-${process.pid}-`))
  open.set(
    folder,
    onStop(() => rmSync(folder, REMOVE)),
  )
  return folder
}

/** Removes what this process still has open. */
export const closeSpools = async (): Promise<void> => {
  for (const folder of open.keys()) await closeSpool(folder)
}

const closeSpool = async (folder: string): Promise<void> => {
  await rm(folder, REMOVE)
  open.get(folder)?.()
  open.delete(folder)
}

const sweepSpools = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = NAME.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    // Another process may be sweeping too, or the folder be another user's.
    await rm(path.join(tmpdir(), name), REMOVE).catch(() => undefined)
  }
}
