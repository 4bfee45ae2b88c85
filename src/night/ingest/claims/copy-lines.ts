import { open } from 'node:fs/promises'
import { readParts } from '../../../base/read-parts.ts'

const LF = 10

/**
 * Copies the lines with these numbers, from 1 and ascending, to a file of their own. Returns how many
 * lines there are in all. Appends `end` to a copied last line without a line end.
 */
export const copyLines = async (
  from: string,
  to: string,
  numbers: readonly number[],
  end: string,
): Promise<number> => {
  const target = await open(to, 'w', 0o600)
  let line = 1
  let next = 0
  let isWhole = true
  try {
    for await (const part of readParts(from)) {
      const copied: Buffer[] = []
      let start = 0
      while (start < part.length) {
        const stop = part.indexOf(LF, start)
        isWhole = stop >= 0
        const after = isWhole ? stop + 1 : part.length
        const isWanted = line === numbers[next]
        if (isWanted) copied.push(part.subarray(start, after))
        if (isWhole && isWanted) next += 1
        if (isWhole) line += 1
        start = after
      }
      if (copied.length > 0) await target.appendFile(Buffer.concat(copied))
    }
    if (!isWhole && line === numbers[next]) await target.appendFile(end)
  } finally {
    await target.close()
  }
  return isWhole ? line - 1 : line
}
