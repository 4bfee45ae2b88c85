import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { referencePages } from '../../../src/cli/commands/docs.ts'

const reference = fileURLToPath(new URL('../../../docs/reference/', import.meta.url))
const pages = referencePages()

it.each(Object.entries(pages))(
  'docs/reference/%s matches the contracts and models (else run: node src/bin.js docs)',
  async (name, text) => {
    expect(await readFile(`${reference}${name}`, 'utf8')).toBe(text)
  },
)

it('docs/reference holds no page that nothing generates', async () => {
  const files = await readdir(reference, { recursive: true })
  const markdown = files.filter((file) => file.endsWith('.md'))
  expect(markdown.toSorted()).toEqual(Object.keys(pages).toSorted())
})

it('every link between pages of the reference leads to a heading', () => {
  const broken = Object.entries(pages).flatMap(([name, text]) =>
    [...text.matchAll(/\]\(([^)#:]+\.md)(?:#([^)]+))?\)/g)].flatMap(([, target = '', anchor]) => {
      const file = new URL(target, `file:///${name}`).pathname.slice(1)
      const found = pages[file]
      if (found === undefined) return [`${name}: ${target}`]
      return anchor === undefined || anchorsOf(found).has(anchor) ? [] : [`${name}: #${anchor}`]
    }),
  )
  expect(broken).toEqual([])
})

/** The anchors that GitHub gives to the headings of a page. */
const anchorsOf = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
