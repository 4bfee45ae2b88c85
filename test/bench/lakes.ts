import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Data } from './data.ts'
import { showFiles, twinFiles } from './files.ts'

/** A new lake with nothing but an inbox; the delivered files are links to those that were made. */
export const coldLake = async (data: Data, name: string): Promise<string> => {
  const lake = await emptyLake(data, name)
  await showFiles(data.inbox, path.join(lake, 'inbox'))
  return lake
}

/** The same night, but that claims are delivered as Parquet. */
export const parquetLake = async (data: Data, name: string): Promise<string> => {
  const lake = await emptyLake(data, name)
  for (const feed of await readdir(data.inbox)) {
    const from = feed === 'claims' ? data.parquet : data.inbox
    await showFiles(path.join(from, feed), path.join(lake, 'inbox', feed))
  }
  return lake
}

/** The same night once more, with what the first one kept in its cache, and without its run. */
export const warmLake = async (data: Data, base: string, name: string): Promise<string> => {
  const lake = await coldLake(data, name)
  await twinFiles(path.join(base, 'cache'), path.join(lake, 'cache'))
  return lake
}

/** The night after: the first one is published, its cache is there, new files have come. */
export const usualLake = async (data: Data, base: string, name: string): Promise<string> => {
  const lake = await warmLake(data, base, name)
  await twinFiles(path.join(base, 'runs'), path.join(lake, 'runs'))
  await copyFile(path.join(base, 'published.json'), path.join(lake, 'published.json'))
  await showFiles(data.second, path.join(lake, 'inbox'))
  return lake
}

const emptyLake = async (data: Data, name: string): Promise<string> => {
  const lake = path.join(data.folder, 'lakes', name)
  await rm(lake, { recursive: true, force: true })
  await mkdir(lake, { recursive: true, mode: 0o700 })
  return lake
}
