import { stat } from 'node:fs/promises'
import type { Lake } from '../lake/lake.ts'
import { sha256, sha256OfFile } from '../base/checksum.ts'
import { findObject } from '../lake/find-object.ts'

/** Parquet files that one night derived, and that a later night need not derive again. */
export interface CacheEntry<Name extends string> {
  /** The path of each file on this machine. */
  readonly files: Readonly<Record<Name, string>>
  /** Other results of the same work, as JSON. */
  readonly facts: unknown
}

interface Written {
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
  readonly facts: unknown
}

const folderOf = (kind: string, key: string): string => `cache/${kind}/${key}/`

/**
 * Reads what an earlier night cached under this key. Returns undefined where there is nothing, or where
 * it is incomplete or not what was written; then it is also removed from the cache.
 */
export const readCached = async <Name extends string>(
  lake: Lake,
  kind: string,
  key: string,
  names: readonly Name[],
): Promise<CacheEntry<Name> | undefined> => {
  const folder = folderOf(kind, key)
  const text = await lake.readText(`${folder}entry.json`)
  const written = text === undefined ? undefined : parse(text)
  const files: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const expected = written?.files[name]
    const file = expected && (await intactFile(lake, `${folder}${name}.parquet`, expected))
    if (file === undefined) {
      await lake.removeAll(folder)
      return undefined
    }
    files[name] = file
  }
  return { files: files as Record<Name, string>, facts: written?.facts }
}

/** Caches finished local files under a key. The entry is written last, so that half of one never counts. */
export const writeCached = async (
  lake: Lake,
  kind: string,
  key: string,
  { files, facts }: CacheEntry<string>,
): Promise<void> => {
  const folder = folderOf(kind, key)
  const written: Record<string, { bytes: number; sha256: string }> = {}
  for (const [name, file] of Object.entries(files)) {
    const [{ size }, checksum] = await Promise.all([stat(file), sha256OfFile(file)])
    await lake.writeFile(`${folder}${name}.parquet`, file)
    written[name] = { bytes: size, sha256: checksum }
  }
  const entry = JSON.stringify({ files: written, facts })
  await lake.write(`${folder}entry.json`, `${entry}\n${sha256(entry)}\n`)
}

/** Parses an entry if it matches its checksum, its second line; a changed number would still be JSON. */
const parse = (text: string): Written | undefined => {
  const [entry = '', checksum] = text.split('\n')
  return checksum === sha256(entry) ? (JSON.parse(entry) as Written) : undefined
}

const intactFile = async (
  lake: Lake,
  key: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<string | undefined> => {
  const found = await findObject(lake, key)
  if (found?.bytes !== expected.bytes) return undefined
  const file = await lake.localPath(key)
  return (await sha256OfFile(file)) === expected.sha256 ? file : undefined
}
