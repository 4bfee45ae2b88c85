import { InputRefused } from '../pipeline/errors.ts'
import type { Night } from '../pipeline/night.ts'
import { type Fault, readFaults } from './faults.ts'
import { countJoined } from './fates.ts'
import type { JoinedFile } from './joined.ts'
import { type MappedFile, directFile } from './mapped-file.ts'
import type { FeedPlan, PlannedFile } from './plan.ts'
import { sandboxedFile } from './sandbox.ts'
import { addFaults, addFile } from './work.ts'

/** Makes a feed's files readable as rows of the contract, all of them. */
export const mapFiles = async (night: Night, plan: FeedPlan): Promise<MappedFile[]> => {
  const files: MappedFile[] = []
  for (const planned of plan.files) {
    await addFile(night.engine, plan.feed.name, planned.open.file.key, planned.rank)
    const { mapped, joined } = await mapFile(night, plan, planned)
    if (planned.rank === 1) await countJoined(night, plan, joined)
    files.push(mapped)
  }
  return files
}

/**
 * Makes a file readable as rows of the contract. Where the pipeline file brings SQL or joins, it is
 * read in an engine of its own here and now; else when its rows are asked for.
 */
export const mapFile = async (
  night: Night,
  { feed, config, parts }: FeedPlan,
  { opened, open, rank, mapping }: PlannedFile,
): Promise<{ readonly mapped: MappedFile; readonly joined: readonly JoinedFile[] }> => {
  if (config.sources === undefined && !parts.some((part) => part.expression)) {
    return { mapped: directFile(open, rank, mapping), joined: [] }
  }
  return readable(open.file.key, () =>
    sandboxedFile(night, feed, config, parts, opened, mapping, rank),
  )
}

/** Takes over the records of a file, just read, that could not be taken apart. */
export const takeFaults = async (
  night: Night,
  { feed, config }: FeedPlan,
  file: MappedFile,
  table: string,
): Promise<readonly Fault[]> => {
  const { open, mapping, rank } = file
  const stored = file.faults === undefined && open.file.format !== 'parquet'
  const faults = stored
    ? await readFaults(night.engine, table, open, config, mapping)
    : (file.faults ?? [])
  await addFaults(night.engine, feed.name, open.file.key, rank, faults)
  return faults
}

const damaged =
  /^(IO|Invalid Input|Invalid|Serialization) Error:.*(parquet|snappy|zstd|gzip|csv|file)/is

/** A full disk or a missing right: nothing that another delivery would mend. */
const ofThisMachine =
  /no space left|could not write|permission denied|too many open files|input\/output error/i

/** Runs `read`; an engine's complaint about the bytes of a file becomes a refusal that names it. */
export const readable = async <T>(key: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    if (/state machine reached an invalid state/.test(said)) {
      throw new InputRefused(
        `Expected one kind of line end in ${key}, found several.`,
        'Convert the file (dos2unix does) and drop it again.',
      )
    }
    if (damaged.test(said) && !ofThisMachine.test(said)) {
      throw new InputRefused(
        `Expected a file that can be read at ${key}, found one that breaks off or is damaged.`,
        'Ask for it to be sent again.',
      )
    }
    throw error
  }
}
