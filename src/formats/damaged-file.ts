import { InputRefused } from '../base/errors.ts'

const damage =
  /^(Invalid Error:|(IO|Invalid Input|Serialization) Error:.*(parquet|snappy|zstd|gzip|csv|file))/is

/** A full disk or a missing permission, which sending the file again would not fix. */
const machineFault =
  /no space left|could not write|permission denied|too many open files|input\/output error/i

/** Runs `read`. An engine error about the bytes of a file becomes an `InputRefused` that names it. */
export const refuseDamaged = async <T>(key: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/state machine reached an invalid state/.test(message)) {
      throw new InputRefused(
        `Expected one kind of line end in ${key}, found several.`,
        'Convert the file, for example with dos2unix, and drop it into the inbox again.',
      )
    }
    if (damage.test(message) && !machineFault.test(message)) throw damagedFile(key)
    throw error
  }
}

/** The refusal of a file that cannot be read as its own format. */
export const damagedFile = (key: string): InputRefused =>
  new InputRefused(
    `Expected a readable file at ${key}, found a truncated or damaged one.`,
    'Have the file sent again.',
  )
