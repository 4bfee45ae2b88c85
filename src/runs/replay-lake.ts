import type { Lake } from '../lake/lake.ts'
import { readManifest } from './read-run.ts'
import type { Manifest } from './manifest.ts'

/**
 * Presents the lake as a past night found it: its inputs only, the chain of requests up to its end at
 * that time, the runs before it, its baseline as the published run, and no cache. Writes go to
 * `scratch`, another lake.
 */
export const replayLake = (lake: Lake, manifest: Manifest, scratch: Lake): Lake => {
  const inputs = new Set(manifest.inputs.map(({ uri }) => uri))
  const isBefore = (runId: string): boolean => runId < manifest.run_id
  const wasThere = (key: string): boolean => {
    const [top = '', second = ''] = key.split('/')
    if (top === 'runs') return isBefore(second)
    if (top === 'requests') return sequenceOf(second) <= (manifest.requests_head?.seq ?? 0)
    return inputs.has(key)
  }
  return {
    url: lake.url,
    list: async (prefix) => (await lake.list(prefix)).filter(({ key }) => wasThere(key)),
    folders: async (prefix) =>
      (await lake.folders(prefix)).filter((name) => prefix !== 'runs/' || isBefore(name)),
    localPath: (key, listed) => lake.localPath(key, listed),
    pathOf: (key) => lake.pathOf(key),
    isUnchanged: (listed) => lake.isUnchanged(listed),
    readText: async (key) => {
      if (key === 'published.json') return publishedBefore(lake, manifest)
      return wasThere(key) ? lake.readText(key) : scratch.readText(key)
    },
    write: (key, content) => scratch.write(key, content),
    writeFile: (key, file) => scratch.writeFile(key, file),
    writeIfAbsent: (key, content) => scratch.writeIfAbsent(key, content),
    swap: (key, content) => scratch.writeIfAbsent(key, content),
    remove: (key) => scratch.remove(key),
    verify: (prefix, written) => scratch.verify(prefix, written),
    removeAll: (prefix) => scratch.removeAll(prefix),
    sweep: async () => {},
    lock: () => scratch.lock(),
  }
}

const sequenceOf = (name: string): number => Number(/^\d+/.exec(name)?.[0] ?? Number.NaN)

const publishedBefore = async (
  lake: Lake,
  { baseline_run_id: id, pipeline }: Manifest,
): Promise<string | undefined> => {
  const baseline = id === null ? undefined : await readManifest(lake, id)
  if (!baseline) return undefined
  const run = { run_id: baseline.run_id, as_of: baseline.as_of, pipeline }
  return JSON.stringify({ ...run, history: [run] })
}
