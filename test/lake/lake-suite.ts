import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lake, WrittenObject } from '../../src/lake/lake.ts'

/** A lake for one case, and a function that opens it a second time. */
export interface OpenedLake {
  readonly lake: Lake
  /** The same lake as another process would open it. */
  readonly again: () => Promise<Lake>
}

/** The behavior that every kind of lake must have. */
export const describeLake = (name: string, open: (folder: string) => Promise<OpenedLake>): void => {
  describe(`a lake in ${name}`, () => {
    let folder = ''
    let lake: Lake
    let again: () => Promise<Lake>

    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'empanel-lake-'))
      ;({ lake, again } = await open(folder))
    })

    afterEach(() => rm(folder, { recursive: true, force: true }))

    const keys = async (prefix: string): Promise<string[]> =>
      (await lake.list(prefix)).map(({ key }) => key)

    const local = async (content: string | Uint8Array): Promise<string> => {
      const file = path.join(folder, 'local')
      await writeFile(file, content, { mode: 0o644 })
      return file
    }

    it('lists objects by prefix, in bytewise order', async () => {
      for (const key of ['inbox/b/1.csv', 'inbox/B.csv', 'inbox/b.csv', 'other/x']) {
        await lake.write(key, '')
      }
      expect(await keys('inbox/')).toEqual(['inbox/B.csv', 'inbox/b.csv', 'inbox/b/1.csv'])
      expect(await keys('inbox/b')).toEqual(['inbox/b.csv', 'inbox/b/1.csv'])
      expect(await keys('nowhere/')).toEqual([])
    })

    it('keeps every character of a key', async () => {
      const odd = ['a b+c%41.csv', 'ü~é&=<>"\'.csv', 'star*?[x]{y}.csv', 'tab\t.csv']
      for (const key of odd) await lake.write(`inbox/${key}`, key)
      expect((await keys('inbox/')).toSorted()).toEqual(odd.map((key) => `inbox/${key}`).toSorted())
      for (const key of odd) {
        expect(await lake.readText(`inbox/${key}`)).toBe(key)
        expect(await readFile(await lake.localPath(`inbox/${key}`), 'utf8')).toBe(key)
      }
    })

    it('names the folders below a prefix', async () => {
      await lake.write('runs/b/manifest.json', '')
      await lake.write('runs/a/registry/x.csv', '')
      await lake.write('runs/note', '')
      expect(await lake.folders('runs/')).toEqual(['a', 'b'])
      expect(await lake.folders('nowhere/')).toEqual([])
    })

    it('writes an object once', async () => {
      await lake.write('runs/a/x', 'first')
      await expect(lake.write('runs/a/x', 'second')).rejects.toThrow('in the lake already')
      expect(await lake.writeIfAbsent('runs/a/x', 'second')).toBe(false)
      expect(await lake.writeIfAbsent('runs/a/x', 'first')).toBe(false)
      expect(await lake.readText('runs/a/x')).toBe('first')
      const file = await local('third')
      await expect(lake.writeFile('runs/a/x', file)).rejects.toThrow('in the lake already')
      await lake.writeFile('runs/a/y', file)
      expect(await keys('runs/')).toEqual(['runs/a/x', 'runs/a/y'])
    })

    it('stores files of any size and returns the same bytes', async () => {
      for (const size of [0, 1, 8 << 20, (8 << 20) + 1, 20_000_000]) {
        const bytes = noise(size)
        await lake.writeFile(`runs/a/${size}`, await local(bytes))
        const back = await readFile(await (await again()).localPath(`runs/a/${size}`))
        expect(back.equals(bytes)).toBe(true)
      }
    })

    it('swaps an object only where its text is as expected', async () => {
      expect(await lake.swap('p', 'one', undefined)).toBe(true)
      expect(await lake.swap('p', 'two', undefined)).toBe(false)
      expect(await lake.swap('p', 'two', 'other')).toBe(false)
      expect(await lake.swap('p', 'two', 'one')).toBe(true)
      expect(await lake.swap('q', 'two', 'one')).toBe(false)
      expect(await lake.readText('p')).toBe('two')
    })

    it('lets exactly one of twenty writers create an object', async () => {
      const lakes = await Promise.all(Array.from({ length: 20 }, () => again()))
      const won = await Promise.all(lakes.map((one, i) => one.writeIfAbsent('p', `writer ${i}`)))
      expect(won.filter(Boolean)).toHaveLength(1)
      expect(await lake.readText('p')).toBe(`writer ${won.indexOf(true)}`)
    })

    it('leaves nothing behind when a write fails', async () => {
      await lake.write('runs/a/x', '')
      await expect(lake.writeFile('runs/a/y', path.join(folder, 'gone'))).rejects.toThrow('ENOENT')
      await expect(lake.write('runs/a/x', '')).rejects.toThrow('already')
      expect(await keys('runs/')).toEqual(['runs/a/x'])
    })

    it('lists what differs from what was written', async () => {
      const [x, y, z] = [written('x', 'one'), written('y', 'two'), written('z', 'three')]
      for (const [key, text] of [
        ['x', 'one'],
        ['y', 'two'],
        ['z', 'three'],
      ] as const) {
        await lake.write(`runs/a/${key}`, text)
      }
      expect(await lake.verify('runs/a/', [x, y, z])).toEqual([])
      const other = await again()
      await other.removeAll('runs/a/x')
      await other.removeAll('runs/a/y')
      await other.write('runs/a/y', 'TWO')
      await other.write('runs/a/w', 'stray')
      expect((await lake.verify('runs/a/', [x, y, z])).toSorted()).toEqual([
        'runs/a/w was not written by this run',
        'runs/a/x is missing',
        'runs/a/y does not have the checksum written',
      ])
    })

    it('removes everything below a prefix and nothing else', async () => {
      for (const key of ['runs/a/x', 'runs/a/b/y', 'runs/ab/z']) await lake.write(key, '')
      await lake.removeAll('runs/a/')
      expect(await keys('runs/')).toEqual(['runs/ab/z'])
      expect(await lake.folders('runs/')).toEqual(['ab'])
      await lake.remove('runs/ab/z')
      await lake.remove('runs/ab/z')
      expect(await keys('runs/')).toEqual([])
    })

    it('can be locked again once it is released', async () => {
      const lock = await lake.lock()
      expect(await lock?.isHeld()).toBe(true)
      await lock?.release()
      const next = await (await again()).lock()
      expect(next?.tookOver).toBe(false)
      await next?.release()
    })
  })
}

const written = (name: string, content: string): WrittenObject => ({
  key: `runs/a/${name}`,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
})

/** Bytes without any repetition. */
const noise = (size: number): Buffer => {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at += 5) bytes[at] = (at * 2_654_435_761) >>> 13
  return bytes
}
