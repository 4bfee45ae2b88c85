import { constants } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { withFolder } from './night.ts'

/** Lends a copy of a lake, with what its building returned. */
export type Lend<T> = <R>(work: (folder: string, built: T) => Promise<R>) => Promise<R>

const lendEmpty: Lend<undefined> = (work) => withFolder((folder) => work(folder, undefined))

/**
 * A lake that is built once in a test run, for all tests that begin with the same nights. Each test
 * works on a copy of its own. `name` is unique among all tests; what `build` returns has to be JSON.
 */
export const sharedLake = <T extends object>(
  name: string,
  build: (folder: string) => Promise<T>,
): Lend<T> => sharedLakeFrom(lendEmpty, name, build)

/** As `sharedLake`, of a lake that begins as a copy of another. */
export const sharedLakeFrom =
  <S, T extends object>(
    start: Lend<S>,
    name: string,
    build: (folder: string, before: S) => Promise<T>,
  ): Lend<T> =>
  (work) =>
    withFolder(async (folder) => {
      const shared = path.join(process.env['EMPANEL_TEST_LAKES'] ?? '', name)
      const built =
        (await readBuilt<T>(shared)) ??
        (await start(async (lake, before) => keep(lake, await build(lake, before), shared)))
      await cp(path.join(shared, 'lake'), folder, COPY)
      return work(folder, built)
    })

const COPY = { recursive: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE }

const readBuilt = async <T>(shared: string): Promise<T | undefined> => {
  const text = await readFile(path.join(shared, 'built.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

/** Puts a lake in its place. Where two workers built the same one, the first stays. */
const keep = async <T>(lake: string, built: T, shared: string): Promise<T> => {
  const draft = await mkdtemp(`${shared}.draft-`)
  await rename(lake, path.join(draft, 'lake'))
  await writeFile(path.join(draft, 'built.json'), JSON.stringify(built))
  await rename(draft, shared).catch(() => rm(draft, { recursive: true }))
  return (await readBuilt<T>(shared)) ?? built
}
