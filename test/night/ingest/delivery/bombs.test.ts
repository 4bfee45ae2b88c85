import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../../../src/engine/duckdb-engine.ts'
import { enrollment, ingestingAgain, refusal, usual, withNeeded } from '../night.ts'

const small = `${usual}\nsettings: {max_unpacked: 10MB}`
const header = 'claim_id,line_number,member_id,provider_id,service_date,procedure_code\n'

/** A Parquet file of so many rows, a few hundred bytes. */
const parquet = async (rows: number): Promise<Uint8Array> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-bomb-'))
  const engine = await openDuckDb({ spool: folder })
  try {
    const file = path.join(folder, 'bomb.parquet')
    await engine.run(`copy (select 'C1' as claim_id, '1' as line_number, 'M1' as member_id, 'P1' as provider_id,
      '2026-01-02' as service_date, '99213' as procedure_code from range(${rows})) to '${file}'`)
    return await readFile(file)
  } finally {
    engine.close()
    await rm(folder, { recursive: true })
  }
}

describe('a file that unpacks to more than the limit is refused', () => {
  it('as gz, with what to do if it is meant to be that large', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(header), Buffer.alloc(30_000_000, 'x\n')]))
    expect(bomb.length).toBeLessThan(100_000)
    const refused = await refusal(withNeeded({ 'inbox/claims/a.csv.gz': bomb }), small)
    expect(refused).toMatchObject({
      exit: 4,
      message: 'Expected inbox/claims/a.csv.gz to unpack to at most 10MB, found more.',
    })
    expect(refused.hint).toContain('max_unpacked')
  })

  it('as Parquet, by its footer', async () => {
    const refused = await refusal(
      withNeeded({ 'inbox/claims/a.parquet': await parquet(12_000_000) }),
      small,
    )
    expect(refused).toMatchObject({ exit: 4, message: expect.stringMatching(/at most 10MB/) })
  })
})

describe('a record of a gigabyte is refused', () => {
  it.each(['claims/a.csv', 'claims/a.ndjson', 'enrollment/b.csv'])(
    'of %s, long before it would be in memory',
    async (name) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'empanel-line-'))
      try {
        const file = path.join(folder, 'inbox', name)
        await mkdir(path.dirname(file), { recursive: true })
        const handle = await open(file, 'w')
        await handle.write(name.startsWith('claims') ? header : enrollment)
        // A hole in the file: a gigabyte of zeros that take no room on the disk.
        await handle.truncate(1_000_000_000)
        await handle.close()
        const before = process.memoryUsage().rss
        const night = ingestingAgain(folder, withNeeded({}), usual, async () => 'it was read')
        await expect(night).rejects.toMatchObject({
          exit: 4,
          message: expect.stringContaining(name),
        })
        expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
  )
})

describe('a record of a hundred thousand columns is refused before any reader splits it', () => {
  it.each([
    ['claims/a.csv', `${header}${'1,'.repeat(100_000)}\n`],
    ['claims/a.csv', `${header}C1,1,M1,P1,2026-01-02,99213\n${'1|'.repeat(100_000)}`],
    ['claims/a.ndjson', `{"claim_id": "${'\x01'.repeat(100_000)}"}\n`],
  ])('of %s', async (name, content) => {
    const refused = await refusal(withNeeded({ [`inbox/${name}`]: content }), usual)
    expect(refused.message).toBe(
      `Expected records of at most 5,000 columns, found one with more in inbox/${name}.`,
    )
  })

  it('but a long note in one column is not', async () => {
    const note = `"${'well, then. '.repeat(1_000)}"`
    const file = `${header.trim()},note\nC1,1,M1,P1,2026-01-02,99213,${note}\n`
    expect(await refusal(withNeeded({ 'inbox/claims/a.csv': file }), usual)).toMatchObject({
      exit: 0,
    })
  })
})
