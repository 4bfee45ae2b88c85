import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLocalLake } from '../../../../src/lake/local-lake.ts'
import type { Lake } from '../../../../src/lake/lake.ts'
import { type Files, ingestingAgain, usual, withNeeded } from '../night.ts'

const header =
  'claim_id,line_number,member_id,provider_id,service_date,procedure_code,claim_status,place_of_service,bill_type'
const claim = (id: string, code: string, type = 'x'): string =>
  `${id},1,M1,P1,2026-01-05,${code},paid,11,${type}`
const csv = (...lines: string[]): string => `${[header, ...lines].join('\n')}\n`

let lake = ''

beforeEach(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-replaced-'))
})
afterEach(() => rm(lake, { recursive: true, force: true }))

type OpenLake = (folder: string) => Promise<Lake>

/** Claim, code and bill type of the lines that ingest finds. */
const read = async (files: Files, openLake: OpenLake = openLocalLake): Promise<unknown[]> => {
  await rm(path.join(lake, 'runs'), { recursive: true, force: true })
  return ingestingAgain(
    lake,
    withNeeded(files),
    usual,
    ({ all }) =>
      all('select claim_id, procedure_code, bill_type from raw.claims order by file_rank, record'),
    { openLake },
  )
}

/** A lake in which the first lines of the file are sent again while it is read. */
const sentAgain =
  (key: string, content: string): OpenLake =>
  async (folder) => {
    const real = await openLocalLake(folder)
    let looks = 0
    // Once for its checksum, once for its header, then for its rows.
    const localPath: Lake['localPath'] = async (asked, listed) => {
      if (asked === key && ++looks === 3) await writeFile(path.join(folder, key), content)
      return real.localPath(asked, listed)
    }
    return new Proxy(real, {
      get: (target, name) => {
        if (name === 'localPath') return localPath
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

const one = 'inbox/claims/1.csv'
const two = 'inbox/claims/2.csv'
const replaced = expect.objectContaining({ message: expect.stringMatching(/was replaced/) })

describe('a file of claims that is sent again while a night reads it', () => {
  const whole = csv(...['a', 'b', 'c', 'd'].map((id) => claim(id, '99213')))

  it('refuses that night, and the next one finds all its lines', async () => {
    await expect(read({ [one]: whole }, sentAgain(one, csv(claim('a', '99213'))))).rejects.toEqual(
      replaced,
    )
    expect(await read({ [one]: whole })).toHaveLength(4)
  })

  it('refuses it too if only versions were needed, and the next one finds them', async () => {
    const versions = csv(claim('z', '70000'), claim('a', '70000'))
    await read({ [two]: versions })
    const files = { [one]: csv(claim('a', '99213')) }
    await expect(read(files, sentAgain(two, csv(claim('z', '70000'))))).rejects.toEqual(replaced)
    expect(await read({ [two]: versions })).toHaveLength(2)
  })
})

describe('a later version of a line that counts', () => {
  it.each([
    ['has line ends of another kind in quotes', '\r\n', '"p\nq"'],
    ['has the other kind in quotes', '\n', '"p\r\nq"'],
  ])('is found if the record after it %s', async (_, end, odd) => {
    const later = `${[header, claim('a', '70000'), claim('z', '70000', odd)].join(end)}${end}`
    expect(await read({ [one]: csv(claim('a', '99213')), [two]: later })).toEqual([
      { claim_id: 'a', procedure_code: '99213', bill_type: 'x' },
      { claim_id: 'a', procedure_code: '70000', bill_type: 'x' },
    ])
  })

  it('keeps every character', async () => {
    const later = csv(claim('a', '70000', 'x\u0001'))
    expect(await read({ [one]: csv(claim('a', '99213')), [two]: later })).toContainEqual({
      claim_id: 'a',
      procedure_code: '70000',
      bill_type: 'x\u0001',
    })
  })
})
