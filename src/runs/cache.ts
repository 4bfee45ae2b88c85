import { stat } from 'node:fs/promises'
import type { Lake } from '../lake/lake.ts'
import { sha256, sha256OfFile } from '../base/checksum.ts'

/** Files that were derived once, for any night that would derive the very same again. */
export interface CacheEntry<Name extends string> {
  /** Where each can be read on this machine. */
  readonly files: Readonly<Record<Name, string>>
  /** What was found on the way, as JSON. */
  readonly facts: unknown
}

interface Written {
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
  readonly facts: unknown
}

const folderOf = (kind: string, key: string): string => `cache/${kind}/${key}/`

/**
 * What an earlier night derived under this key; undefined where there is nothing, or where it is not
 * what was written: cut, changed, or half there. Then the pieces are removed, to be made again.
 */
export const recall = async <Name extends string>(
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
    const file = expected && (await sound(lake, `${folder}${name}.parquet`, expected))
    if (file === undefined) {
      await lake.removeAll(folder)
      return undefined
    }
    files[name] = file
  }
  return { files: files as Record<Name, string>, facts: written?.facts }
}

/** Keeps finished local files under a key; what tells of them comes last, so that no half counts. */
export const keep = async (
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

/** The entry's own checksum is its second line: a changed number is JSON too. */
const parse = (text: string): Written | undefined => {
  const [entry = '', checksum] = text.split('\n')
  return checksum === sha256(entry) ? (JSON.parse(entry) as Written) : undefined
}

const sound = async (
  lake: Lake,
  key: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<string | undefined> => {
  const there = (await lake.list(key)).find((object) => object.key === key)
  if (there?.bytes !== expected.bytes) return undefined
  const file = await lake.localPath(key)
  return (await sha256OfFile(file)) === expected.sha256 ? file : undefined
}
