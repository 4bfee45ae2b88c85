import type { Lake } from './lake.ts'

/** Wraps a lake for a dry run: it reads from `lake` and discards every write. */
export const dryLake = (lake: Lake): Lake => ({
  url: lake.url,
  list: (prefix) => lake.list(prefix),
  folders: (prefix) => lake.folders(prefix),
  localPath: (key, listed) => lake.localPath(key, listed),
  pathOf: (key) => lake.pathOf(key),
  isUnchanged: (listed) => lake.isUnchanged(listed),
  readText: (key) => lake.readText(key),
  lock: () => lake.lock(),
  write: async () => {},
  writeFile: async () => {},
  writeIfAbsent: async () => true,
  remove: async () => {},
  swap: async () => true,
  verify: async () => [],
  removeAll: async () => {},
  sweep: async () => {},
})

/** Wraps a lake for reading ahead: it discards every write except those to `cache/`. */
export const cacheOnlyLake = (lake: Lake): Lake => {
  const of = (key: string): Lake => (key.startsWith('cache/') ? lake : dryLake(lake))
  return {
    ...dryLake(lake),
    write: (key, content) => of(key).write(key, content),
    writeFile: (key, file) => of(key).writeFile(key, file),
    writeIfAbsent: (key, content) => of(key).writeIfAbsent(key, content),
    swap: (key, content, expected) => of(key).swap(key, content, expected),
    remove: (key) => of(key).remove(key),
    removeAll: (prefix) => of(prefix).removeAll(prefix),
  }
}
