import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'

let folder = ''
let root = ''
let lake: Lake

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-lake-'))
  root = path.join(folder, 'lake')
  await mkdir(root)
  lake = await openLocalLake(root)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const keys = async (prefix: string): Promise<string[]> =>
  (await lake.list(prefix)).map(({ key }) => key)

test('objects are listed by prefix, in the order of their bytes', async () => {
  for (const key of ['inbox/b/1.csv', 'inbox/B.csv', 'inbox/b.csv', 'other/x']) {
    await lake.write(key, '')
  }
  expect(await keys('inbox/')).toEqual(['inbox/B.csv', 'inbox/b.csv', 'inbox/b/1.csv'])
  expect(await keys('inbox/b')).toEqual(['inbox/b.csv', 'inbox/b/1.csv'])
  expect(await keys('nowhere/')).toEqual([])
})

test('what was linked into the lake is listed as if it lay there; a link to nothing is not', async () => {
  const drop = path.join(folder, 'drop')
  await mkdir(drop)
  await writeFile(path.join(drop, 'claims.csv'), 'a\n')
  await mkdir(path.join(root, 'inbox'))
  await symlink(path.join(drop, 'claims.csv'), path.join(root, 'inbox/file.csv'))
  await symlink(drop, path.join(root, 'inbox/folder'))
  await symlink(path.join(drop, 'gone'), path.join(root, 'inbox/gone.csv'))
  expect(await lake.list('inbox/')).toMatchObject([
    { key: 'inbox/file.csv', bytes: 2 },
    { key: 'inbox/folder/claims.csv', bytes: 2 },
  ])
})

test('folders are named without a look into them', async () => {
  await lake.write('runs/b/manifest.json', '')
  await lake.write('runs/a/registry/x.csv', '')
  await lake.write('runs/note', '')
  expect(await lake.folders('runs/')).toEqual(['a', 'b'])
  expect(await lake.folders('nowhere/')).toEqual([])
})

test('an object is written once, for its owner only', async () => {
  await lake.write('runs/a/x', 'first')
  await expect(lake.write('runs/a/x', 'second')).rejects.toThrow('in the lake already')
  expect(await lake.writeIfAbsent('runs/a/x', 'second')).toBe(false)
  expect(await lake.readText('runs/a/x')).toBe('first')
  const local = path.join(folder, 'local')
  await writeFile(local, 'third', { mode: 0o644 })
  await expect(lake.writeFile('runs/a/x', local)).rejects.toThrow('in the lake already')
  await lake.writeFile('runs/a/y', local)
  const modes = await Promise.all(['x', 'y'].map((name) => stat(path.join(root, 'runs/a', name))))
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600])
})

test('a swap replaces only what it expects', async () => {
  expect(await lake.swap('p', 'one', undefined)).toBe(true)
  expect(await lake.swap('p', 'two', undefined)).toBe(false)
  expect(await lake.swap('p', 'two', 'other')).toBe(false)
  expect(await lake.swap('p', 'two', 'one')).toBe(true)
  expect(await lake.readText('p')).toBe('two')
})

test('a write that fails leaves nothing behind', async () => {
  await lake.write('runs/a/x', '')
  await expect(lake.writeFile('runs/a/y', path.join(folder, 'gone'))).rejects.toThrow('ENOENT')
  await expect(lake.write('runs/a/x', '')).rejects.toThrow('already')
  expect(await readdir(path.join(root, 'runs/a'))).toEqual(['x'])
})

test('no key leads out of the lake', async () => {
  await expect(lake.readText('../outside')).rejects.toThrow('may not leave')
})
