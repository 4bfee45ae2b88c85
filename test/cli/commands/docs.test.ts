import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { referencePages } from '../../../src/cli/commands/docs.ts'

it.each(Object.entries(referencePages()))(
  'docs/reference/%s says what the contracts and models say (npx empanel docs)',
  async (name, text) => {
    const url = new URL(`../../docs/reference/${name}`, import.meta.url)
    expect(await readFile(url, 'utf8')).toBe(text)
  },
)
