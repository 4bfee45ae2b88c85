import { copyFile, link, mkdir, readdir, symlink } from 'node:fs/promises'
import path from 'node:path'

/** All files below a folder, in the order of their paths. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
}

type Place = (file: string, target: string) => Promise<void>

const placeAll = async (from: string, to: string, place: Place): Promise<void> => {
  for (const file of await filesBelow(from)) {
    const target = path.join(to, path.relative(from, file))
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await place(file, target)
  }
}

/** Lets the files of a folder be seen in another without being touched: their times stay. */
export const showFiles = (from: string, to: string): Promise<void> =>
  placeAll(from, to, (file, target) => symlink(path.resolve(file), target))

/** A second folder of the same files, for those that are replaced and never written into. */
export const twinFiles = (from: string, to: string): Promise<void> =>
  placeAll(from, to, async (file, target) => {
    await link(file, target).catch(() => copyFile(file, target))
  })
