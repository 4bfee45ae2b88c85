import type { Lake } from './lake.ts'

/** A lake that reads as `lake` does and forgets every write: for a dry run. */
export const dryLake = (lake: Lake): Lake => ({
  url: lake.url,
  list: (prefix) => lake.list(prefix),
  folders: (prefix) => lake.folders(prefix),
  localPath: (key, listed) => lake.localPath(key, listed),
  placeOf: (key) => lake.placeOf(key),
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

/** A lake that forgets every write but those to `cache/`: for reading ahead. */
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
