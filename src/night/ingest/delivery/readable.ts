import { InputRefused } from '../../../base/errors.ts'

const damaged =
  /^(Invalid Error:|(IO|Invalid Input|Serialization) Error:.*(parquet|snappy|zstd|gzip|csv|file))/is

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
    if (damaged.test(said) && !ofThisMachine.test(said)) throw damagedFile(key)
    throw error
  }
}

/** The refusal of a file that its own format can't be read by. */
export const damagedFile = (key: string): InputRefused =>
  new InputRefused(
    `Expected a file that can be read at ${key}, found one that breaks off or is damaged.`,
    'Ask for it to be sent again.',
  )
