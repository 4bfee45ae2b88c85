import { InputRefused } from '../pipeline/errors.ts'
import type { Night } from '../pipeline/night.ts'
import { readFaults } from './faults.ts'
import { countJoined } from './fates.ts'
import { type MappedFile, directFile } from './mapped-file.ts'
import type { FeedPlan } from './plan.ts'
import { sandboxedFile } from './sandbox.ts'
import { addFaults, addFile } from './work.ts'

/**
 * Makes a feed's files readable as rows of the contract. Where the pipeline file brings SQL or joins,
 * they are read in an engine of their own here and now; else when they are asked for.
 */
export const mapFiles = async (night: Night, plan: FeedPlan): Promise<MappedFile[]> => {
  const { feed, config, parts } = plan
  const needsSandbox = config.sources !== undefined || parts.some((part) => part.expression)
  const files: MappedFile[] = []
  for (const { opened, open, rank, mapping } of plan.files) {
    await addFile(night.engine, feed.name, open.file.key, rank)
    if (!needsSandbox) {
      files.push(directFile(open, rank, mapping))
      continue
    }
    const { mapped, joined } = await readable(open.file.key, () =>
      sandboxedFile(night, feed, config, parts, opened, mapping, rank),
    )
    files.push(mapped)
    if (rank === 1) await countJoined(night, plan, joined)
  }
  return files
}

/** Takes over the records of a file, just read, that could not be taken apart. */
export const takeFaults = async (
  night: Night,
  { feed, config }: FeedPlan,
  file: MappedFile,
  table: string,
): Promise<void> => {
  const { open, mapping, rank } = file
  const stored = file.faults === undefined && open.file.format !== 'parquet'
  const faults = stored
    ? await readFaults(night.engine, table, open, config, mapping)
    : (file.faults ?? [])
  await addFaults(night.engine, feed.name, open.file.key, rank, faults)
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
