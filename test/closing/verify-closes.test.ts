import { appendFile, cp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { verifyCloses } from '../../src/closing/verify-closes.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { verify } from '../support/commands.ts'
import { withFolder } from '../support/night.ts'
import { member, panel } from '../support/small-payer.ts'
import { atPayer, closeOn, nightOf } from './payer.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

/** A lake with three closed months. */
const closed = (work: (lake: string) => Promise<void>): Promise<void> =>
  atPayer(async (lake) => {
    await nightOf(lake, '2026-06-30', {
      providers: [panel('P1')],
      enrollment: [member('M1'), member('M2')],
      current_assignments: [
        { member_id: 'M1', provider_id: 'P1', effective_date: '2025-01-01', basis: 'auto' },
      ],
    })
    for (const month of ['2026-04', '2026-05', '2026-06']) await closeOn(lake, month, '2026-06-30')
    await work(lake)
  })

const named = async (folder: string, start: string): Promise<string> =>
  path.join(
    folder,
    (await readdir(folder)).find((name) => name.startsWith(start) && name.endsWith('.csv')) ?? '',
  )

const faults = async (lake: string): Promise<string> =>
  (await verifyCloses(await openLocalLake(lake))).faults
    .map(({ object, fault }) => `${object} ${fault}`)
    .join('\n')

type Harm = (closes: string) => Promise<unknown>

const harms: readonly [string, RegExp, Harm][] = [
  [
    'a file with one byte changed',
    /^closes\/2026-05\/member_month-\w+\.csv was edited: it is not what the close wrote$/,
    async (closes) => {
      const file = await named(`${closes}/2026-05`, 'member_month')
      const bytes = await readFile(file)
      bytes[bytes.length >> 1]! ^= 1
      await writeFile(file, bytes)
    },
  ],
  [
    'a file that is longer',
    /^closes\/2026-06\/member_month-\w+\.csv was edited/,
    async (closes) => appendFile(await named(`${closes}/2026-06`, 'member_month'), 'x'),
  ],
  [
    'a file that is missing',
    /^closes\/2026-04\/not_adjusted-\w+\.csv is lost$/,
    async (closes) => rm(await named(`${closes}/2026-04`, 'not_adjusted')),
  ],
  [
    'a file that was added, also with a name like theirs',
    /^closes\/2026-05\/member_month-0{16}\.csv was inserted: no close wrote it\ncloses\/2026-05\/notes\.txt was inserted/,
    async (closes) => {
      await writeFile(`${closes}/2026-05/member_month-${'0'.repeat(16)}.csv`, 'x')
      await writeFile(`${closes}/2026-05/notes.txt`, 'x')
    },
  ],
  [
    'a manifest with one word changed',
    /^closes\/2026-05\/manifest\.json was edited after the next close$/,
    async (closes) => {
      const file = `${closes}/2026-05/manifest.json`
      await writeFile(
        file,
        (await readFile(file, 'utf8')).replace('"closed_by": null', '"closed_by": "Eve"'),
      )
    },
  ],
  [
    'a manifest that is no longer one',
    /closes\/2026-06\/manifest\.json was edited: it is not what a close writes/,
    (closes) => writeFile(`${closes}/2026-06/manifest.json`, '{}'),
  ],
  [
    'a month that is missing',
    /^closes\/2026-05\/manifest\.json is lost$/,
    (closes) => rm(`${closes}/2026-05`, { recursive: true }),
  ],
  [
    'the first month, missing',
    /^closes\/2026-05\/manifest\.json has no close before it: that one is lost$/,
    (closes) => rm(`${closes}/2026-04`, { recursive: true }),
  ],
  [
    'a month that was copied in, or renamed',
    /closes\/2026-07\/manifest\.json was edited: it is not what a close writes/,
    (closes) => cp(`${closes}/2026-06`, `${closes}/2026-07`, { recursive: true }),
  ],
  [
    'another folder',
    /^closes\/secret\/manifest\.json was inserted/,
    (closes) => cp(`${closes}/2026-06/manifest.json`, `${closes}/secret/manifest.json`),
  ],
]

describe('verify, of closed months,', () => {
  it('finds nothing wrong if they are as written, and whatever was edited, lost or inserted', async () => {
    await closed(async (lake) => {
      expect(await verify({ lake })).toEqual({
        exit: 0,
        stdout: expect.stringMatching(/\n3 closed months: none edited, lost or inserted\.\n$/),
      })
      for (const [name, message, harm] of harms) {
        await withFolder(async (copy) => {
          await cp(lake, copy, { recursive: true })
          await harm(path.join(copy, 'closes'))
          expect([name, await faults(copy)]).toEqual([name, expect.stringMatching(message)])
          expect(await verify({ lake: copy })).toEqual({
            exit: 1,
            stdout: expect.stringMatching(/faults?\. Restore closes\/ from a backup/),
          })
        })
      }
    })
  })

  it('ignores what an interrupted close left', async () => {
    await closed(async (lake) => {
      await rm(path.join(lake, 'closes/2026-06/manifest.json'))
      await rename(path.join(lake, 'closes/2026-06'), path.join(lake, 'closes/2026-07'))
      expect(await faults(lake)).toBe('')
      const { exit, stdout } = await verify({ lake, json: true })
      expect(exit).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ closes: { months: 2, years: 0 } })
    })
  })
})
