import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'

/** Every file below a folder, by its relative path, with the sha256 of its content. */
export const listing = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const pairs = await Promise.all(
    files.toSorted().map(async (file): Promise<[string, string]> => {
      const hash = createHash('sha256').update(await readFile(file))
      return [path.relative(folder, file), hash.digest('hex')]
    }),
  )
  return Object.fromEntries(pairs)
}
