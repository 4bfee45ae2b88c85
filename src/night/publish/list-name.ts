import { sha256 } from '../../base/checksum.ts'

/** The longest name, with its suffix, that every file system accepts. */
const LONGEST = 120

/** Names that Windows reserves for devices, that of the index, and the empty name. */
const reserved = /^(|index|con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Names the file of each practice's list, without `.csv`, by practice id. An id of letters, digits, `_`
 * and `-` is its own name; the bytes of any other character are written as %XX, so that no name leads
 * out of the folder. A name that is reserved, too long, or differs from another only in case gets a
 * suffix from the id's sha256, so that no two ids share a file on any file system.
 */
export const listNames = (practiceIds: readonly string[]): Map<string, string> => {
  const twins = new Map<string, number>()
  for (const id of practiceIds) {
    const name = escaped(id).toLowerCase()
    twins.set(name, (twins.get(name) ?? 0) + 1)
  }
  return new Map(
    practiceIds.map((id) => {
      const name = escaped(id)
      const isUnique = twins.get(name.toLowerCase()) === 1
      const isPlain = isUnique && name.length <= LONGEST && !reserved.test(name)
      return [id, isPlain ? name : `${name.slice(0, LONGEST - 17)}~${digest(id)}`]
    }),
  )
}

const escaped = (id: string): string =>
  [...Buffer.from(id)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9_-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')

const digest = (id: string): string => sha256(id).slice(0, 16)
