import { appendFile, copyFile, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { book } from '../../src/requests/book.ts'
import { canonicalJson } from '../../src/base/canonical-json.ts'
import { appendAll, linkAfter, readChain } from '../../src/requests/chain.ts'
import type { Entry } from '../../src/requests/entry.ts'
import { readLog, submit } from '../../src/requests/submit.ts'
import { verifyRequests } from '../../src/requests/verify-book.ts'
import { put, withFolder } from '../support/night.ts'
import { approve, decision, request } from './entries.ts'

const roles = { manager: ['Max'], administrator: [] }

const four: Entry[] = [
  request('R1'),
  approve('R1', '2026-06-02'),
  request('R2', { member_id: 'M2' }),
  decision('R2', 'reject', '2026-06-03'),
]

const write = (lake: Lake, entries: readonly Entry[]): Promise<unknown> =>
  appendAll(lake, entries, (_, remaining) => remaining)

/** A lake with a chain of four objects, their names in order, and the run that saw them. */
const withFour = (
  work: (lake: Lake, folder: string, names: readonly string[]) => Promise<void>,
): Promise<void> =>
  withFolder(async (root) => {
    const lake = await openLocalLake(root)
    await write(lake, four)
    const { head } = await readChain(lake)
    const run = '20260630T020000000Z-20260630-aaaa'
    await put(
      root,
      `runs/${run}/manifest.json`,
      JSON.stringify({ run_id: run, requests_head: head }),
    )
    const folder = path.join(root, 'requests')
    await work(lake, folder, (await readdir(folder)).toSorted())
  })

const faults = async (lake: Lake): Promise<string> =>
  (await verifyRequests(lake)).faults.map(({ object, fault }) => `${object} ${fault}`).join('\n')

const nth = (folder: string, names: readonly string[], n: number): string =>
  path.join(folder, names[n - 1] ?? '')

describe('the chain', () => {
  it('reads back as written, each object named by its number and the hash before it', async () => {
    await withFour(async (lake, _, names) => {
      const { links, head } = await readChain(lake)
      expect(links.map(({ entry }) => entry)).toEqual(four)
      expect(names.map((name) => name.slice(0, 9))).toEqual(
        '00000001- 00000002- 00000003- 00000004-'.split(' '),
      )
      expect(names.slice(1).map((name) => name.slice(9, -5))).toEqual(
        links.slice(0, -1).map(({ hash }) => hash),
      )
      expect(head).toEqual({ seq: 4, hash: links.at(-1)?.hash })
      expect(await verifyRequests(lake)).toEqual({ head, runs: 1, faults: [] })
    })
  })

  it('stays sound when a kind of request gains a field with a default', async () => {
    await withFolder(async (folder) => {
      const { retroactive: _, ...before } = request('R1') as Entry & { retroactive: boolean }
      const link = linkAfter({ seq: 0, hash: '0'.repeat(64) }, before as Entry)
      await put(folder, `requests/00000001-${'0'.repeat(64)}.json`, `${canonicalJson(link)}\n`)
      const { faults: found, links } = await readChain(await openLocalLake(folder))
      expect(found).toEqual([])
      expect(links[0]?.entry).toMatchObject({ request_id: 'R1', retroactive: false })
    })
  })

  it('hashes content regardless of the order of its fields', () => {
    const head = { seq: 0, hash: '0'.repeat(64) }
    const [entry] = four
    if (!entry) throw new Error('there is one')
    const turned = Object.fromEntries(Object.entries(entry).toReversed()) as Entry
    expect(linkAfter(head, turned).hash).toBe(linkAfter(head, entry).hash)
  })

  it('results in the same book when it is read back', async () => {
    await withFour(async (lake) => {
      expect(await readLog(lake)).toEqual(four)
      expect(book(await readLog(lake), '2026-07-01')).toEqual(book(four, '2026-07-01'))
    })
  })

  it('does not fork when many write at once: a writer that loses a race writes after the winner', async () => {
    await withFolder(async (root) => {
      const writers = Array.from({ length: 12 }, async (_, i) => {
        const lake = await openLocalLake(root)
        await submit(
          lake,
          [1, 2].map((n) => ({
            request: request(`W${i}-${n}`, { member_id: `M${i}${n}` }),
            timed: true,
          })),
          roles,
        )
      })
      await Promise.all(writers)
      const lake = await openLocalLake(root)
      const { head, faults } = await verifyRequests(lake)
      expect(faults).toEqual([])
      expect(head.seq).toBe(24)
      expect(new Set((await readLog(lake)).map((entry) => entry.request_id)).size).toBe(24)
    })
  })

  it('holds a request once when two send it at once', async () => {
    await withFolder(async (root) => {
      const lake = await openLocalLake(root)
      const sent = [{ request: request('R1'), timed: true }]
      await Promise.all([submit(lake, sent, roles), submit(lake, sent, roles)])
      expect(await readLog(lake)).toHaveLength(1)
    })
  })

  it('checks an entry again after losing a race', async () => {
    await withFolder(async (root) => {
      const lake = await openLocalLake(root)
      await write(lake, [request('R1')])
      const racing: Lake = Object.create(lake, {
        list: {
          value: async (prefix: string) => {
            const before = await lake.list(prefix)
            if (before.length === 1) await write(lake, [request('R9')])
            return before
          },
        },
        readText: { value: (key: string) => lake.readText(key) },
        writeIfAbsent: { value: (key: string, text: string) => lake.writeIfAbsent(key, text) },
      })
      const seen: number[] = []
      await appendAll(racing, [request('R2')], (log, remaining) => {
        seen.push(log.length)
        return remaining
      })
      expect(seen).toEqual([1, 2])
      expect((await readLog(lake)).map((entry) => entry.request_id)).toEqual(['R1', 'R9', 'R2'])
    })
  })
})

describe('verify finds', () => {
  it.each([1, 2, 3, 4])('an edit of object %i, down to one space', async (n) => {
    await withFour(async (lake, folder, names) => {
      await appendFile(nth(folder, names, n), ' ')
      expect(await faults(lake)).toContain(`requests/${names[n - 1]} was edited`)
    })
  })

  it.each([1, 2, 3, 4])('an edit of object %i that updates its own hash', async (n) => {
    await withFour(async (lake, folder, names) => {
      const file = nth(folder, names, n)
      const link = JSON.parse(await readFile(file, 'utf8'))
      const head = { seq: link.seq - 1, hash: link.previous }
      const forged = linkAfter(head, { ...link.entry, reason: 'complex_care' })
      await writeFile(file, `${canonicalJson(forged)}\n`)
      expect(await faults(lake)).toMatch(/(the object before it|which) was replaced/)
    })
  })

  it.each([1, 2, 3])('the loss of object %i', async (n) => {
    await withFour(async (lake, folder, names) => {
      await rm(nth(folder, names, n))
      expect(await faults(lake)).toContain(`object ${n} is lost`)
    })
  })

  it.each([1, 2, 4])('a tail of %i that was cut off after a run read it', async (count) => {
    await withFour(async (lake, folder, names) => {
      for (const name of names.slice(-count)) await rm(path.join(folder, name))
      expect(await faults(lake)).toMatch(
        new RegExp(
          `had 4 objects, and now the last is ${4 - count}: the last (one was|${count} were) cut off`,
        ),
      )
    })
  })

  it('a tail that was cut off and rewritten', async () => {
    await withFour(async (lake, folder, names) => {
      await rm(nth(folder, names, 4))
      await write(lake, [approve('R2', '2026-06-03')])
      expect(await faults(lake)).toMatch(/ended in another object 4, which was replaced since/)
    })
  })

  it('an object that was added by hand, renamed, or duplicated', async () => {
    await withFour(async (lake, folder, names) => {
      await writeFile(path.join(folder, 'release-x.json'), '{}')
      expect(await faults(lake)).toBe(
        'requests/release-x.json is not an object of the chain: it was added by hand',
      )
      await rm(path.join(folder, 'release-x.json'))
      const other = `00000003-${'a'.repeat(64)}.json`
      await copyFile(nth(folder, names, 3), path.join(folder, other))
      expect(await faults(lake)).toContain(`requests/${other} was renamed or edited`)
      await rename(nth(folder, names, 3), path.join(folder, other))
      expect(await faults(lake)).toContain('object 3 is lost')
    })
  })

  it('an object at the end that breaks a rule', async () => {
    await withFour(async (lake) => {
      await write(lake, [request('R3'), approve('R3', '2026-06-04', { by: 'Ada' })])
      expect(await faults(lake)).toMatch(
        /requests\/00000006-\w+\.json breaks a rule: R3 is Ada's own/,
      )
    })
  })
})

describe('a chain that is not sound', () => {
  it('accepts no further object, and the error says what to do', async () => {
    await withFour(async (lake, folder, names) => {
      await appendFile(nth(folder, names, 2), ' ')
      await expect(write(lake, [request('R3')])).rejects.toMatchObject({
        exit: 4,
        hint: expect.stringContaining('empanel verify'),
      })
      expect(await readdir(folder)).toHaveLength(4)
    })
  })
})
