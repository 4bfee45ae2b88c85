import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Files, ingestingAgain, usual, withNeeded } from '../night.ts'

const header = 'claim_id,line_number,member_id,provider_id,service_date,procedure_code,claim_status'
const csv = (...lines: string[]): string => `${[header, ...lines].join('\n')}\n`

// The later version of claim a has a code that no model needs, and still removes the earlier one.
const first = csv(
  'a,1,M1,P1,2026-01-05,99213,',
  'b,1,M1,P1,2026-01-06,70000,',
  'c,1,M2,P1,someday,99213,',
  'broken line',
  'd,1,M2,P1,2023-01-05,99213,',
)
const second = csv('a,1,M1,P1,2026-01-05,70000,', 'e,1,M1,P1,2026-02-01,99213,denied')

let lake = ''

beforeEach(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-cache-'))
})
afterEach(() => rm(lake, { recursive: true, force: true }))

interface Read {
  readonly cached: readonly string[]
  readonly raw: unknown
}

/** What ingest makes of the lake with these files added, and which it did not read. */
const read = async (files: Files = {}, feeds = usual, parameters = ''): Promise<Read> => {
  await rm(path.join(lake, 'runs'), { recursive: true, force: true })
  return ingestingAgain(
    lake,
    withNeeded(files),
    feeds,
    async ({ night, all }) => ({
      cached: night.manifest.inputs.flatMap(({ uri, cached }) => (cached ? [uri] : [])),
      raw: {
        claims: await all('select * from raw.claims order by file_rank, record'),
        rejected: await all('select * from raw.rejected_row order by file, record'),
        fates: await all('select * from raw.file_fate order by file'),
        sharedKeys: await all('select * from raw.claim_shared_key order by key_hash'),
        passedBy: await all('select * from raw.claim_passed_by order by file_rank'),
      },
    }),
    { parameters },
  )
}

const entries = async (): Promise<string[]> =>
  (await readdir(path.join(lake, 'cache'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

const two = { 'inbox/claims/1.csv': first, 'inbox/claims/2.csv': second }

describe('a file of claims', () => {
  it('is read once: later nights find the same in the cache', async () => {
    const cold = await read(two)
    expect(cold.cached).toEqual([])
    const warm = await read()
    expect(warm.cached).toEqual(['inbox/claims/1.csv', 'inbox/claims/2.csv'])
    expect(warm.raw).toEqual(cold.raw)
  })

  it('that sorts before the others moves them back, and only it is read', async () => {
    await read(two)
    const added = await read({ 'inbox/claims/0.csv': csv('b,1,M1,P1,2026-01-06,99214,') })
    expect(added.cached).toEqual(['inbox/claims/1.csv', 'inbox/claims/2.csv'])
    await rm(path.join(lake, 'cache'), { recursive: true })
    expect((await read()).raw).toEqual(added.raw)
  })

  it('is read again if the needed codes or its bytes changed', async () => {
    await read(two)
    const codes = "insert into run.kept_code values ('70000')"
    expect((await read({}, usual, codes)).cached).toEqual([])
    expect(
      (await read({ 'inbox/claims/2.csv': `${second}f,1,M1,P1,2026-02-01,70000,\n` })).cached,
    ).toEqual(['inbox/claims/1.csv'])
  })

  it('is read again if its mapping changed', async () => {
    await read(two)
    const mapped = usual.replace('claims: ', `claims: {where: "claim_id <> 'a'"}`)
    const filtered = await read({}, mapped)
    expect(filtered.cached).toEqual([])
    expect((await read({}, mapped)).raw).toEqual(filtered.raw)
  })

  it('serves other dates too', async () => {
    const later = `update run.parameter set evidence_start = date '2022-06-30', as_of = date '2026-01-05'`
    await read(two)
    const warm = await read({}, usual, later)
    expect(warm.cached).toHaveLength(2)
    await rm(path.join(lake, 'cache'), { recursive: true })
    expect(await read({}, usual, later)).toEqual({ ...warm, cached: [] })
  })
})

describe('the cache', () => {
  it('may be deleted at any time, which only costs time', async () => {
    const cold = await read(two)
    await rm(path.join(lake, 'cache'), { recursive: true })
    expect(await read()).toEqual(cold)
  })

  it.each([
    ['cut', (file: string) => truncate(file, 7)],
    [
      'changed',
      async (file: string) => {
        const bytes = await readFile(file)
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
        await writeFile(file, bytes)
      },
    ],
    ['gone', (file: string) => rm(file)],
  ])('that was %s is noticed, file by file, and made again', async (_, harm) => {
    const cold = await read(two)
    for (const file of await entries()) {
      await harm(file)
      expect((await read()).raw).toEqual(cold.raw)
    }
    expect((await read()).cached).toHaveLength(2)
  })

  it("is private to its owner, like everything that holds members' data", async () => {
    await read(two)
    for (const file of await entries()) expect((await stat(file)).mode & 0o077).toBe(0)
  })
})
