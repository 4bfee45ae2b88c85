import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyLines } from '../../../../src/night/ingest/claims/copy-lines.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-lines-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const copied = async (
  text: string,
  numbers: readonly number[],
): Promise<{ lines: number; text: string }> => {
  const [from, to] = [path.join(folder, 'from'), path.join(folder, 'to')]
  await writeFile(from, text)
  const lines = await copyLines(from, to, numbers, '\n')
  return { lines, text: await readFile(to, 'utf8') }
}

it.each([
  ['nothing', '', [1], 0, ''],
  ['lines', 'a\nb\nc\n', [1, 3], 3, 'a\nc\n'],
  ['a last line without an end', 'a\nb\nc', [1, 3], 3, 'a\nc\n'],
  ['a last line that is not asked for', 'a\nb\nc', [2], 3, 'b\n'],
  ['ends of two characters', 'a\r\nb\r\n', [2], 2, 'b\r\n'],
  ['empty lines', '\n\nc\n', [2, 3], 3, '\nc\n'],
  ['a line that is not there', 'a\n', [1, 2], 1, 'a\n'],
])('copies lines by their numbers: %s', async (_, text, numbers, lines, expected) => {
  expect(await copied(text, numbers)).toEqual({ lines, text: expected })
})

it('copies lines that go on from one part of the file to the next', async () => {
  const long = ['x', 'y', 'z'].map((letter) => letter.repeat(400_000))
  const text = ['first', ...long, 'last', ''].join('\n')
  expect(await copied(text, [1, 3, 5])).toEqual({
    lines: 5,
    text: ['first', long[1], 'last', ''].join('\n'),
  })
  expect((await copied(text.trimEnd(), [4, 5])).text).toBe(`${long[2]}\nlast\n`)
})
