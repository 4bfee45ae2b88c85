import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runIn, withFolder } from './support/night.ts'
import { sharedLake } from './support/shared-lake.ts'
import { empanel } from './support/command.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Pages that people write; the reference is generated, decisions describe their own time. */
const pages = ['README.md', 'CONTRIBUTING.md', 'sample-data/README.md'].concat(
  readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
)

const text = Object.fromEntries(pages.map((page) => [page, readFileSync(root + page, 'utf8')]))

/** A page's examples that run as they are: fenced blocks marked `sh run`. */
const examples = pages.flatMap((page) => {
  const blocks = [...(text[page] ?? '').matchAll(/^```sh run\n(.*?)^```$/gms)]
  return blocks.length === 0
    ? []
    : [{ page, script: blocks.map(([, block = '']) => block).join('\n') }]
})

/** The sample payer after `npm start`. */
const afterStart = sharedLake('sample-after-start', async (folder) => {
  for (const name of ['inbox', 'requests']) {
    await cp(`${root}sample-data/${name}`, `${folder}/${name}`, { recursive: true })
  }
  return runIn(folder, { asOf: '2026-06-30' })
})

/** A folder for the PATH with an `npx` that starts this checkout's `empanel`. */
const withNpx = async (folder: string): Promise<string> => {
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}src/bin.js" "$@"\n`
  await mkdir(`${folder}/bin`)
  await writeFile(`${folder}/bin/npx`, npx, { mode: 0o755 })
  return `${folder}/bin:${process.env['PATH']}`
}

describe('examples run on the sample payer as they are written', () => {
  it.each(examples)('$page', async ({ script }) => {
    await afterStart((lake) =>
      withFolder(async (folder) => {
        await symlink(lake, `${folder}/lake`)
        for (const name of ['sample-data', 'pipelines']) {
          await symlink(root + name, `${folder}/${name}`)
        }
        const env = { ...process.env, PATH: await withNpx(folder) }
        const options = { cwd: folder, env, encoding: 'utf8' } as const
        const { status, stderr } = spawnSync('bash', ['-eu', '-c', script], options)
        const errors = stderr.match(/^empanel:.*$/gm) ?? []
        expect({ status, errors }).toEqual({ status: 0, errors: [] })
      }),
    )
  })
})

/** Every `empanel …` command line of the pages, its line continuations joined. */
const commandLines = pages.flatMap((page) =>
  [...(text[page] ?? '').replaceAll(/\\\n\s*/g, ' ').matchAll(/\bempanel ([a-z][^\n`]*)/g)]
    .map(([, line = '']) => ({
      page,
      words:
        line
          .split(/\s+#|[;|>&]/)[0]
          ?.trim()
          .split(/\s+/) ?? [],
    }))
    .filter(({ words }) => words.some((word) => word.startsWith('--'))),
)

describe('what pages name exists', () => {
  it('each option that a command line names is one of that command', async () => {
    const help = new Map<string, string>()
    const unknown: string[] = []
    for (const { page, words } of commandLines) {
      const [command = '', kind = ''] = words
      const nested = ['request', 'explain', 'history'].includes(command) && /^[a-z]/.test(kind)
      const key = nested ? `${command} ${kind}` : command
      if (!help.has(key)) help.set(key, (await empanel([...key.split(' '), '--help'])).stdout)
      for (const word of words.filter((one) => one.startsWith('--'))) {
        const option = /^--[a-z-]+/.exec(word)?.[0] ?? word
        if (!help.get(key)?.includes(`${option} `)) unknown.push(`${page}: ${key} ${option}`)
      }
    }
    expect(unknown).toEqual([])
  })

  it('each file that a link leads to is there', () => {
    const missing = pages.flatMap((page) =>
      [...(text[page] ?? '').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(path.join(root, path.dirname(page), target)))
        .map((target) => `${page} links to ${target}`),
    )
    expect(missing).toEqual([])
  })

  it('each file of the project that a page names is there', () => {
    const missing = pages.flatMap((page) =>
      [...(text[page] ?? '').matchAll(/`((?:src|sql|test|pipelines|sample-data|docs)\/[\w./-]*)`/g)]
        .map(([, name = '']) => name)
        .filter((name) => !existsSync(root + name))
        .map((name) => `${page} names ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('each suite that the page on reliability names is there', () => {
    const rows = (text['docs/reliability.md'] ?? '').match(/^\|.*\|$/gm) ?? []
    const suites = rows
      .map((row) => row.split('|')[3] ?? '')
      .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    const missing = suites.filter(
      (name) => !['', '.ts', '.test.ts'].some((end) => existsSync(`${root}test/${name}${end}`)),
    )
    expect(suites.length).toBeGreaterThan(20)
    expect(missing).toEqual([])
  })

  it('each member, provider, facility and request of an example is of the sample payer', async () => {
    const sample = (
      await Promise.all(
        readdirSync(`${root}sample-data/inbox`, { recursive: true, encoding: 'utf8' })
          .filter((name) => /^(enrollment|providers|facilities)\/.*\.csv$/.test(name))
          .map((name) => readFile(`${root}sample-data/inbox/${name}`, 'utf8')),
      )
    ).join('\n')
    const book = await readFile(`${root}sample-data/book.ndjson`, 'utf8')
    const named = new Set(
      Object.values(text).flatMap((page) => page.match(/\b(?:M\d{7}|P\d{5}|F\d{3,4})\b/g) ?? []),
    )
    const unknown = [...named].filter((id) => !sample.includes(`${id},`) && !book.includes(id))
    expect(unknown).toEqual([])
  })
})
