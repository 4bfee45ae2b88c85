import type { Lake } from './lake.ts'

/** A lake that reads as `lake` does and forgets every write: for a dry run. */
export const dryLake = (lake: Lake): Lake => ({
  url: lake.url,
  list: (prefix) => lake.list(prefix),
  folders: (prefix) => lake.folders(prefix),
  localPath: (key, listed) => lake.localPath(key, listed),
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
