import type { LakeObject, WrittenObject } from './lake.ts'

/**
 * Compares a listing with what was written, by name and size.
 *
 * @returns a sentence for each difference
 */
export const compareListing = (
  listed: readonly LakeObject[],
  written: readonly WrittenObject[],
): string[] => {
  const found = new Map(listed.map((object) => [object.key, object]))
  const expected = new Set(written.map(({ key }) => key))
  return [
    ...written.flatMap(({ key, bytes }) => {
      const object = found.get(key)
      if (!object) return [`${key} is missing`]
      return object.bytes === bytes ? [] : [`${key} has ${object.bytes} bytes instead of ${bytes}`]
    }),
    ...listed.flatMap(({ key }) =>
      expected.has(key) ? [] : [`${key} was not written by this run`],
    ),
  ]
}

/** The sentence for an object whose content is not what was written. */
export const otherChecksum = (key: string): string => `${key} does not have the checksum written`
