import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findRelations } from '../src/models/find.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

interface Import {
  /** The file that imports, from `src`: `gather/gather.ts`. */
  readonly file: string
  /** A package's name, or a path from `src`. */
  readonly of: string
}

const imports: Import[] = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const source = readFileSync(`${root}src/${file}`, 'utf8')
    const found = source.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm)
    return [...found].map(([, of = '']) => ({
      file,
      of: of.startsWith('.') ? path.join(path.dirname(file), of) : of,
    }))
  })

const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file)

const rooms = 'ingest validate prepare gather assign attribute reconcile publish'.split(' ')

const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    rooms.map((room) => [
      room,
      ['config', 'engine', 'feeds', 'lake', 'models', 'pipeline', 'requests'],
    ]),
  ),
  closing: ['engine', 'lake', 'pipeline', 'requests'],
  config: ['pipeline', 'feeds'],
  engine: [],
  feeds: ['engine', 'pipeline'],
  history: ['engine', 'requests'],
  lake: ['engine', 'pipeline'],
  models: ['config', 'engine', 'pipeline'],
  pipeline: ['config', 'engine', 'feeds', 'lake', 'requests'],
  requests: ['lake', 'pipeline'],
}

const told = ({ file, of }: Import): string => `${file} imports ${of}`

test('a room imports the common ground and itself, never another room', () => {
  const stray = imports.filter(({ file, of }) => {
    const from = folderOf(file)
    const to = folderOf(of)
    const isOurs = existsSync(`${root}src/${to}`)
    return isOurs && from !== to && from in mayImport && !mayImport[from]?.includes(to)
  })
  expect(stray.map(told)).toEqual([])
})

test('rooms know the engine and the lake by their interfaces', () => {
  const stray = imports.filter(
    ({ file, of }) =>
      [...rooms, 'models', 'feeds', 'config', 'requests', 'closing', 'history'].includes(
        folderOf(file),
      ) &&
      ['engine', 'lake'].includes(folderOf(of)) &&
      !['engine/engine.ts', 'lake/lake.ts'].includes(of),
  )
  expect(stray.map(told)).toEqual([])
})

test.each([
  ['the driver', /^@duckdb\//, 'engine/duckdb-engine.ts'],
  ['the AWS SDK', /^@aws-sdk\//, 'lake/s3-lake.ts'],
])('only one file imports %s', (_, name, only) => {
  const stray = imports.filter(({ file, of }) => name.test(of) && file !== only)
  expect(stray.map(told)).toEqual([])
})

test('only commands start the pipeline, and only the command line starts commands', () => {
  const stray = imports.filter(
    ({ file, of }) =>
      (of === 'pipeline/run.ts' && !['commands', 'pipeline'].includes(folderOf(file))) ||
      (folderOf(of) === 'commands' && !['commands', 'cli', 'cli.ts'].includes(folderOf(file))),
  )
  expect(stray.map(told)).toEqual([])
})

test('the code that a header names makes its relation', () => {
  const missing = findRelations()
    .filter(({ header }) => header.made_by !== undefined && !existsSync(root + header.made_by))
    .map(({ file, header }) => `${file}: made_by ${header.made_by}`)
  expect(missing).toEqual([])
})

test.skipIf(!existsSync(`${root}.git`))(
  'what git is told to ignore is not in the repository',
  () => {
    const ignored = ['ls-files', '--cached', '--ignored', '--exclude-standard']
    expect(execFileSync('git', ignored, { cwd: root, encoding: 'utf8' })).toBe('')
  },
)
