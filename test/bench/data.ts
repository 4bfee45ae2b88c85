import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { filesBelow } from './files.ts'
import { toParquet } from './parquet.ts'
import { type Size, bytesNeeded, nights, sizes } from './sizes.ts'

/** A payer's files of both nights; a folder never changes once it is written. */
export interface Data {
  readonly folder: string
  /** Everything of the first night, claims as CSV. */
  readonly inbox: string
  /** The same claims as Parquet. */
  readonly parquet: string
  /** What arrives on the day after; the core system has loaded nothing yet. */
  readonly second: string
}

const generator = fileURLToPath(new URL('../../sample-data/generate.ts', import.meta.url))

const generate = async (args: readonly string[]): Promise<void> => {
  await promisify(execFile)(process.execPath, [generator, ...args])
}

const argumentsFor = (size: Size, out: string): string[] => {
  const { members, claims, providers } = sizes[size]
  const counts = ['--members', `${members}`, '--claims', `${claims}`, '--providers', `${providers}`]
  return ['--out', out, ...counts, '--as-of', nights.first]
}

/** Writes the files of a size below `root`, or reuses those of the same parameters. */
export const makeData = async (root: string, size: Size): Promise<Data> => {
  const folder = path.join(root, size.toLowerCase())
  const [inbox, parquet, second] = ['inbox', 'parquet', 'second'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string]
  const parameters = argumentsFor(size, '').join(' ')
  await mkdir(folder, { recursive: true })
  await once(inbox, parameters, async (out) => {
    await refuseWithoutRoom(folder, size)
    await generate(argumentsFor(size, out))
  })
  await once(second, parameters, (out) => generate([...argumentsFor(size, out), '--night', '2']))
  await once(parquet, parameters, (out) =>
    toParquet(path.join(inbox, 'claims'), path.join(out, 'claims')),
  )
  return { folder, inbox, parquet, second }
}

export const claimFiles = (folder: string): Promise<string[]> =>
  filesBelow(path.join(folder, 'claims'))

/** A folder is first written under another name; `<folder>.made` records its parameters once it is complete. */
const once = async (
  folder: string,
  parameters: string,
  make: (out: string) => Promise<void>,
): Promise<void> => {
  const note = `${folder}.made`
  if ((await readFile(note, 'utf8').catch(() => '')) === parameters) return
  const draft = `${folder}.draft`
  for (const old of [note, draft, folder]) await rm(old, { recursive: true, force: true })
  await make(draft)
  await rename(draft, folder)
  await writeFile(note, parameters)
}

const refuseWithoutRoom = async (folder: string, size: Size): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const [free, needed] = [bavail * bsize, bytesNeeded(size)]
  if (free < needed) {
    const gigabytes = (bytes: number): string => `${Math.round(bytes / 1e9)} GB`
    throw new Error(
      `Size ${size} needs about ${gigabytes(needed)} below ${folder}, found ${gigabytes(free)} free: name another folder with --data.`,
    )
  }
}
