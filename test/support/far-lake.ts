import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'

/** A far lake, and the files that were fetched from it. */
export interface FarLake extends Lake {
  /** Keys of the files that were fetched, in their order. */
  readonly fetched: string[]
}

/**
 * A lake whose files are elsewhere, as in a bucket: a file is fetched into a local folder to be read,
 * and what is written shows only through the lake.
 */
export const farLake = async (folder: string, spool: string): Promise<FarLake> => {
  const lake = await openLocalLake(folder)
  const fetched: string[] = []
  const local = new Map<string, Promise<string>>()
  const pathOf = (key: string): string => path.join(spool, `far-${key.replaceAll('/', '-')}`)
  const fetchOnce = async (key: string): Promise<string> => {
    fetched.push(key)
    await copyFile(await lake.localPath(key), pathOf(key))
    return pathOf(key)
  }
  return {
    fetched,
    url: 's3://far/away',
    list: (prefix) => lake.list(prefix),
    folders: (prefix) => lake.folders(prefix),
    localPath: (key) => {
      const fetching = local.get(key) ?? fetchOnce(key)
      local.set(key, fetching)
      return fetching
    },
    pathOf,
    isUnchanged: (listed) => lake.isUnchanged(listed),
    readText: (key) => lake.readText(key),
    write: (key, content) => lake.write(key, content),
    writeFile: (key, file) => lake.writeFile(key, file),
    writeIfAbsent: (key, content) => lake.writeIfAbsent(key, content),
    swap: (key, content, expected) => lake.swap(key, content, expected),
    remove: (key) => lake.remove(key),
    verify: (prefix, written) => lake.verify(prefix, written),
    removeAll: (prefix) => lake.removeAll(prefix),
    sweep: () => lake.sweep(),
    lock: () => lake.lock(),
  }
}
