import type { LakeObject, WrittenObject } from './lake.ts'

/**
 * Holds a list against what was written, by name and size.
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
      if (!object) return [`${key} is not there`]
      return object.bytes === bytes
        ? []
        : [`${key} has ${object.bytes} bytes, ${bytes} were written`]
    }),
    ...listed.flatMap(({ key }) =>
      expected.has(key) ? [] : [`${key} was not written by this run`],
    ),
  ]
}
