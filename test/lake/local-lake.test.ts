import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { put } from '../support/night.ts'
import { describeLake } from './lake-suite.ts'

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

describeLake('a folder', async (root) => {
  const place = path.join(root, 'lake')
  await mkdir(place)
  return { lake: await openLocalLake(place), again: () => openLocalLake(place) }
})

test('files and folders linked into the lake are listed; broken links are not', async () => {
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

test('links that lead in circles are followed once, however many there are', async () => {
  await put(root, 'inbox/a/x.csv', 'a\n')
  await put(root, 'inbox/b/y.csv', 'b\n')
  for (const name of ['up', 'again']) await symlink('..', path.join(root, 'inbox/a', name))
  await symlink('../b', path.join(root, 'inbox/a/other'))
  await symlink('../a', path.join(root, 'inbox/b/other'))
  const keys = (await lake.list('inbox/')).map(({ key }) => key)
  expect(keys).toEqual([
    'inbox/a/other/y.csv',
    'inbox/a/x.csv',
    'inbox/b/other/x.csv',
    'inbox/b/y.csv',
  ])
})

test('files and folders are readable by their owner only', async () => {
  const local = path.join(folder, 'local')
  await writeFile(local, 'third', { mode: 0o644 })
  await lake.write('runs/a/x', 'first')
  await lake.writeFile('runs/a/y', local)
  const modes = await Promise.all(['x', 'y'].map((name) => stat(path.join(root, 'runs/a', name))))
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600])
  const folders = await Promise.all(['runs', 'runs/a'].map((name) => stat(path.join(root, name))))
  expect(folders.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o700])
})

test('a sweep removes the drafts of dead processes, except recent ones of requests and closes', async () => {
  const drafts = [
    'a.draft',
    'runs/a/b.draft',
    'cache/claims/k/c.draft',
    'requests/d.draft',
    'closes/2026-06/f.draft',
  ]
  for (const key of [...drafts, 'runs/a/x', 'inbox/e.draft']) await put(root, key, '')
  const before = new Date(Date.now() - 2 * 3_600_000)
  for (const key of [
    'requests/old.draft',
    'closes/2026-06/old.draft',
    'closes/quality/2026/old.draft',
  ]) {
    await put(root, key, '')
    await utimes(path.join(root, key), before, before)
  }
  await lake.sweep()
  const left = await readdir(root, { recursive: true })
  expect(left.filter((name) => /draft$|\/x$/.test(name)).toSorted()).toEqual([
    'closes/2026-06/f.draft',
    'inbox/e.draft',
    'requests/d.draft',
    'runs/a/x',
  ])
})

test('a file that is replaced after it was listed counts as changed', async () => {
  await put(root, 'inbox/a.csv', 'one')
  await put(root, 'inbox/b.csv', 'one')
  const [a, b] = await lake.list('inbox/')
  await rm(path.join(root, 'inbox/a.csv'))
  await put(root, 'inbox/a.csv', 'two')
  expect(a && (await lake.isUnchanged(a))).toBe(false)
  expect(b && (await lake.isUnchanged(b))).toBe(true)
})

test('a failed write leaves no draft behind', async () => {
  await lake.write('runs/a/x', '')
  await expect(lake.writeFile('runs/a/y', path.join(folder, 'gone'))).rejects.toThrow('ENOENT')
  await expect(lake.write('runs/a/x', '')).rejects.toThrow('already')
  expect(await readdir(path.join(root, 'runs/a'))).toEqual(['x'])
})

test('a key that leads out of the lake is rejected', async () => {
  await expect(lake.readText('../outside')).rejects.toThrow('may not lead out')
})
