import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findOnDemand, findRelations } from '../src/models/find.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** The folders that each folder of `src` may import, in an order in which each imports only earlier ones. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  rules: [],
  engine: ['base'],
  lake: ['base', 'engine'],
  formats: ['base', 'engine'],
  feeds: ['base', 'engine'],
  config: ['base', 'rules', 'formats', 'feeds'],
  runs: ['base', 'engine', 'lake'],
  models: ['base', 'engine', 'config', 'runs'],
  requests: ['base', 'lake', 'runs'],
  solver: [],
  night: [
    ...['base', 'rules', 'engine', 'lake', 'formats', 'feeds', 'config', 'runs', 'models'],
    ...['requests', 'solver'],
  ],
  closing: ['base', 'engine', 'lake', 'runs', 'models', 'requests'],
  answers: ['base', 'rules', 'engine', 'lake', 'runs', 'models', 'requests', 'solver', 'night'],
  cli: [
    ...['base', 'rules', 'engine', 'lake', 'formats', 'feeds', 'config', 'runs', 'models'],
    ...['requests', 'night', 'closing', 'answers'],
  ],
}

/** The folders that each room of a night may import besides the night's own files. */
const roomMayImport: Readonly<Record<string, readonly string[]>> = {
  book: ['runs', 'models', 'requests'],
  policy: ['base', 'rules', 'engine', 'feeds', 'config', 'models'],
  ingest: ['base', 'engine', 'lake', 'formats', 'feeds', 'config', 'runs', 'models'],
  validate: ['base', 'feeds', 'runs'],
  prepare: ['base', 'engine', 'runs', 'models'],
  gather: ['engine', 'models'],
  assign: ['engine', 'models', 'solver'],
  attribute: ['models'],
  reconcile: ['engine', 'feeds', 'config', 'models'],
  publish: ['base', 'engine', 'runs', 'models'],
}

/** The floors of `night/ingest`: each imports only itself and earlier ones. */
const ingestFloors = ['delivery', 'opening', 'mapping', 'plan', 'reading', 'claims']

/** Packages that only one file may import. */
const onlyImporter: readonly (readonly [RegExp, string])[] = [
  [/^@duckdb\//, 'engine/duckdb-engine.ts'],
  [/^@aws-sdk\//, 'lake/s3-lake.ts'],
]

interface Import {
  /** The importing file, from `src`: `night/gather/gather.ts`. */
  readonly from: string
  /** A package's name, or the imported file, from `src`. */
  readonly to: string
}

const imports: Import[] = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const source = readFileSync(`${root}src/${file}`, 'utf8')
    const found = source.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm)
    return [...found].map(([, to = '']) => ({
      from: file,
      to: to.startsWith('.') ? path.join(path.dirname(file), to) : to,
    }))
  })

const ours = imports.filter(({ to }) => existsSync(`${root}src/${to}`))

const folderOf = (file: string): string => file.split('/')[0] ?? ''

/** The room of a file in `night/`; undefined for the night's own files. */
const roomOf = (file: string): string | undefined => /^night\/(\w+)\//.exec(file)?.[1]

const floorOf = (file: string): number =>
  ingestFloors.indexOf(/^night\/ingest\/(\w+)\//.exec(file)?.[1] ?? '')

const listed = (found: readonly Import[]): string[] =>
  found.map(({ from, to }) => `${from} imports ${to}`)

test('src has only the listed folders, and night only the listed rooms', () => {
  const foldersIn = (folder: string): string[] =>
    readdirSync(`${root}src/${folder}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted()
  expect(foldersIn('')).toEqual(Object.keys(mayImport).toSorted())
  expect(foldersIn('night')).toEqual(Object.keys(roomMayImport).toSorted())
})

test('a folder imports only the folders listed for it', () => {
  const stray = ours.filter(({ from, to }) => {
    const [folder, imported] = [folderOf(from), folderOf(to)]
    return folder !== imported && !mayImport[folder]?.includes(imported)
  })
  expect(listed(stray)).toEqual([])
})

test('a folder lists only folders before it, so that imports form no cycle', () => {
  const order = Object.keys(mayImport)
  const back = Object.entries(mayImport).flatMap(([folder, allowed]) =>
    allowed
      .filter((other) => order.indexOf(other) >= order.indexOf(folder))
      .map((other) => `${folder} imports ${other}`),
  )
  expect(back).toEqual([])
})

test('a room imports only the folders listed for it, and never another room', () => {
  const stray = ours.filter(({ from, to }) => {
    const [room, imported] = [roomOf(from), roomOf(to)]
    if (room === undefined || room === imported) return false
    return (
      imported !== undefined || ![...(roomMayImport[room] ?? []), 'night'].includes(folderOf(to))
    )
  })
  expect(listed(stray)).toEqual([])
})

test('of the night, a room imports only the declarations of a night and a stage', () => {
  const stray = ours.filter(
    ({ from, to }) => roomOf(from) && /^night\/[^/]+$/.test(to) && !/\/(night|stage)\.ts$/.test(to),
  )
  expect(listed(stray)).toEqual([])
})

test('only the list of nightly stages imports the rooms', () => {
  const stray = ours.filter(
    ({ from, to }) => folderOf(from) === 'night' && !roomOf(from) && roomOf(to),
  )
  expect([...new Set(stray.map(({ from }) => from))]).toEqual(['night/nightly.ts'])
})

test('a floor of ingest imports only itself and earlier floors, and only ingest.ts is on none', () => {
  const stray = ours.filter(({ from, to }) => floorOf(from) >= 0 && floorOf(to) > floorOf(from))
  expect(listed(stray)).toEqual([])
  const files = ours.map(({ from }) => from).filter((file) => file.startsWith('night/ingest/'))
  expect([...new Set(files.filter((file) => floorOf(file) < 0))]).toEqual([
    'night/ingest/ingest.ts',
  ])
})

test('the night and the folders below it use only the interfaces of the engine and the lake', () => {
  const stray = ours.filter(
    ({ from, to }) =>
      ['models', 'formats', 'feeds', 'config', 'requests', 'night', 'closing'].includes(
        folderOf(from),
      ) && /^(engine\/(duckdb|with-engine)|lake\/(local|s3|bucket))/.test(to),
  )
  expect(listed(stray)).toEqual([])
})

test.each(onlyImporter)('%s is imported only by %s', (name, only) => {
  const stray = imports.filter(({ from, to }) => name.test(to) && from !== only)
  expect(listed(stray)).toEqual([])
})

test('outside the night, only these files of its rooms are imported', () => {
  const imported = ours
    .filter(({ from, to }) => folderOf(from) !== 'night' && roomOf(to) !== undefined)
    .map(({ to }) => to)
  expect([...new Set(imported)].toSorted()).toEqual([
    // The code behind relations that answers build on the relations of a run.
    'night/assign/adapter.ts',
    'night/assign/move-allocation.ts',
    'night/assign/read-input.ts',
    'night/assign/read-refusals.ts',
    // What `check`, `docs` and the scheduler need to know of deliveries and raw relations.
    'night/ingest/delivery/deliveries.ts',
    'night/ingest/mapping/check-mappings.ts',
    'night/ingest/reading/raw-relations.ts',
    'night/prepare/coverage-days.ts',
  ])
})

test('only commands start a night', () => {
  const stray = ours.filter(
    ({ from, to }) => to === 'night/run.ts' && !['cli', 'night'].includes(folderOf(from)),
  )
  expect(listed(stray)).toEqual([])
})

test('only one file writes to stdout and stderr', () => {
  const writing = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      /\bprocess\.std(out|err)\b|\b(stdout|stderr)\b.*= process\b|\bconsole\.|\bdest: [12]\b/.test(
        readFileSync(`${root}src/${file}`, 'utf8'),
      ),
  )
  expect(writing).toEqual(['cli/terminal.ts'])
})

test('a file of the package is found from src and, once installed, from dist', () => {
  const astray = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(`${root}src/${file}`, 'utf8')
      const found = source.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)
      const at = (folder: string, to: string): string => path.join(folder, path.dirname(file), to)
      return [...found]
        .filter(([, to = '']) => at('src', to) !== at('dist', to))
        .map(([, to = '']) => `${file}: ${to}`)
    })
  expect(astray).toEqual([])
})

test('commands return their results and import nothing that prints', () => {
  const stray = ours.filter(
    ({ from, to }) =>
      from.startsWith('cli/commands/') && /^cli\/(main|print|program|session|terminal)/.test(to),
  )
  expect(listed(stray)).toEqual([])
})

test('the file that a model names as its code exists', () => {
  const missing = [...findRelations(), ...findOnDemand()]
    .filter(({ header }) => header.made_by !== undefined && !existsSync(root + header.made_by))
    .map(({ file, header }) => `${file}: made_by ${header.made_by}`)
  expect(missing).toEqual([])
})

test('every page of docs that a file cites is in the repository', () => {
  const cited = ['src', 'sql', 'test', 'pipelines', 'sample-data'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|sql|yaml)$/.test(file))
      .flatMap((file) => {
        const source = readFileSync(`${root}${folder}/${file}`, 'utf8')
        const pages = source.match(/\bdocs\/[\w/.-]+\.md\b/g) ?? []
        return pages.map((page) => ({ file: `${folder}/${file}`, page }))
      }),
  )
  expect(cited.length).toBeGreaterThan(0)
  const missing = cited.filter(({ page }) => !existsSync(root + page))
  expect(missing).toEqual([])
})

test.skipIf(!existsSync(`${root}.git`))('the repository has no file that git ignores', () => {
  const ignored = ['ls-files', '--cached', '--ignored', '--exclude-standard']
  expect(execFileSync('git', ignored, { cwd: root, encoding: 'utf8' })).toBe('')
})
