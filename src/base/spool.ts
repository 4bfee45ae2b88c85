import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isAlive } from './process-mark.ts'
import { onStop } from './stopping.ts'

const NAME = /^empanel-spool-(\d+)-/

const REMOVE = { recursive: true, force: true, maxRetries: 3 } as const

/**
 * Runs `work` with a private folder (0700) that is removed afterwards, however `work` ends and also
 * when the process is stopped by a signal: the folder holds member data.
 */
export const withSpool = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await openSpool()
  try {
    return await work(folder)
  } finally {
    await closeSpool(folder)
  }
}

/** The open spools, each with the function that cancels its clean-up on a signal. */
const open = new Map<string, () => void>()

/** Creates a spool that `closeSpools` removes. Also removes the spools of processes that were killed. */
export const openSpool = async (): Promise<string> => {
  await sweepSpools()
  const folder = await mkdtemp(path.join(tmpdir(), `empanel-spool-${process.pid}-`))
  open.set(
    folder,
    onStop(() => rmSync(folder, REMOVE)),
  )
  return folder
}

/** Removes the spools that this process still has open. */
export const closeSpools = async (): Promise<void> => {
  for (const folder of open.keys()) await closeSpool(folder)
}

/** Creates a folder within a spool; a random suffix makes its name unique. */
export const spoolFolder = (spool: string, name: string): Promise<string> =>
  mkdtemp(path.join(spool, `${name}-`))

const closeSpool = async (folder: string): Promise<void> => {
  await rm(folder, REMOVE)
  open.get(folder)?.()
  open.delete(folder)
}

const sweepSpools = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = NAME.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    // Another process may be removing it too, or it may belong to another user.
    await rm(path.join(tmpdir(), name), REMOVE).catch(() => undefined)
  }
}
