import { mkdir, mkdtemp, open, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDuckDb } from '../../../../src/engine/duckdb-engine.ts'
import { type FarLake, farLake } from '../../../support/far-lake.ts'
import { put } from '../../../support/night.ts'
import { type Files, ingestingAgain, providers, usual, withNeeded } from '../night.ts'
import { sha256OfFile } from '../../../../src/base/checksum.ts'

const PANELS = 'inbox/providers/2026-06-30.csv'
const memory = (): string => path.join(lake, 'cache/checksums.json')

let lake = ''

beforeEach(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-checksums-'))
})
afterEach(() => rm(lake, { recursive: true, force: true }))

/** The checksum of the panels' file that a night enters in its manifest. */
const entered = async (options = {}): Promise<string | null | undefined> => {
  await rm(path.join(lake, 'runs'), { recursive: true, force: true })
  return ingestingAgain(
    lake,
    {},
    usual,
    async ({ night }) => night.manifest.inputs.find(({ uri }) => uri === PANELS)?.sha256,
    options,
  )
}

const delivered = async (): Promise<void> => {
  await ingestingAgain(lake, withNeeded({}), usual, async () => {})
  await rm(path.join(lake, 'cache'), { recursive: true, force: true })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
}

const claimAnother = async (): Promise<string> => {
  const wrong = 'f'.repeat(64)
  const known = JSON.parse(await readFile(memory(), 'utf8')) as Record<string, { sha256: string }>
  const panels = known[PANELS]
  if (panels) panels.sha256 = wrong
  await writeFile(memory(), JSON.stringify(known))
  return wrong
}

it('a file with the same name, size and times keeps its checksum; --verify-inputs computes it again', async () => {
  await delivered()
  const right = await sha256OfFile(path.join(lake, PANELS))
  expect(await entered()).toBe(right)
  const wrong = await claimAnother()
  expect(await entered()).toBe(wrong)
  expect(await entered({ verifyInputs: true })).toBe(right)
  expect(await entered()).toBe(right)
})

it('a file of the same size and modification time with other bytes is hashed again', async () => {
  await delivered()
  await entered()
  const file = path.join(lake, PANELS)
  const at = new Date('2026-06-30T00:00:00Z')
  await utimes(file, at, at)
  const handle = await open(file, 'r+')
  await handle.write(providers.replace('Ann', 'Eve'))
  await handle.close()
  await utimes(file, at, at)
  expect(await entered()).toBe(await sha256OfFile(file))
})

it('a file written a moment ago is always hashed, since it may change again unnoticed', async () => {
  await ingestingAgain(lake, withNeeded({}), usual, async () => {})
  expect(JSON.parse(await readFile(memory(), 'utf8'))).toEqual({})
})

it('a damaged cache is ignored', async () => {
  await delivered()
  await entered()
  await writeFile(memory(), '{"x": 1}')
  expect(await entered()).toBe(await sha256OfFile(path.join(lake, PANELS)))
})

const header = 'claim_id,line_number,member_id,provider_id,service_date,procedure_code'
const line = (id: string): string => `${id},1,M1,P1,2026-01-05,99213`
const csv = (...ids: string[]): string => `${[header, ...ids.map(line), 'cut'].join('\n')}\n`
const ndjson = (id: string): string => {
  const cells = line(id).split(',')
  return `${JSON.stringify(Object.fromEntries(header.split(',').map((name, at) => [name, cells[at]])))}\n`
}

const parquet = async (file: string): Promise<void> => {
  const engine = await openDuckDb({ spool: lake })
  const columns = header.split(',').map((name, at) => `'${line('e').split(',')[at]}' as ${name}`)
  await engine.run(`copy (select ${columns.join(', ')}) to '${file}' (format parquet)`)
  engine.close()
}

/** What a night on this lake reads, and which files it had brought for that, as from a bucket. */
const fromAfar = async (files: Files = {}, verifyInputs = false): Promise<[unknown, string[]]> => {
  const spool = path.join(lake, `spool-${Math.random()}`)
  await mkdir(spool)
  await rm(path.join(lake, 'runs'), { recursive: true, force: true })
  let far: FarLake | undefined
  const raw = await ingestingAgain(
    lake,
    files,
    usual,
    ({ all }) =>
      Promise.all([
        all('select * from raw.claims order by file_rank, record'),
        all('select * from raw.rejected_row order by file, record'),
        all('select * from raw.file_fate order by file'),
      ]),
    { verifyInputs, openLake: async (folder) => (far = await farLake(folder, spool)) },
  )
  const inbox = (far?.fetched ?? []).filter((key) => key.startsWith('inbox/claims/'))
  return [raw, inbox.toSorted()]
}

it('claims files that are cached are not even fetched for their headers', async () => {
  await ingestingAgain(
    lake,
    withNeeded({
      'inbox/claims/1.csv': csv('a', 'b'),
      'inbox/claims/2.csv.gz': gzipSync(csv('c')),
      'inbox/claims/3.ndjson': ndjson('d'),
    }),
    usual,
    async () => {},
  )
  await parquet(path.join(lake, 'inbox/claims/4.parquet'))
  await rm(path.join(lake, 'cache'), { recursive: true, force: true })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  const all = ['1.csv', '2.csv.gz', '3.ndjson', '4.parquet'].map((name) => `inbox/claims/${name}`)
  const [cold, fetched] = await fromAfar()
  expect(fetched).toEqual(all)
  expect(await fromAfar()).toEqual([cold, []])
  expect((await fromAfar({}, true))[1]).toEqual(all)
  // Of a line that came again the file is needed: it is opened by what is known of its header.
  const again = csv('b').replace('99213', '70000')
  const [warm, brought] = await fromAfar({ 'inbox/claims/5.csv': again })
  expect(brought).toEqual(['inbox/claims/5.csv'])
  await rm(path.join(lake, 'cache/claims'), { recursive: true })
  const [anew, reread] = await fromAfar()
  expect([anew, reread]).toEqual([warm, [...all, 'inbox/claims/5.csv']])
  await rm(path.join(lake, 'cache'), { recursive: true })
  expect((await fromAfar())[0]).toEqual(warm)
})

it('a cached header that was altered is ignored', async () => {
  await put(lake, 'inbox/claims/1.csv', csv('a'))
  await delivered()
  const [cold] = await fromAfar()
  const text = await readFile(memory(), 'utf8')
  await writeFile(memory(), text.replaceAll('c1', 'c2'))
  const [again, fetched] = await fromAfar()
  expect([again, fetched]).toEqual([cold, ['inbox/claims/1.csv']])
})
