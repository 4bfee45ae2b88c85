import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openDuckDb } from '../../../../src/engine/duckdb-engine.ts'
import { ingesting, refusal, usual, withNeeded } from '../night.ts'

const ROWS = 37

/** A Parquet file of enrollment with so many rows, and where its footer begins. */
const parquet = async (rows: number): Promise<{ bytes: Buffer; footer: number }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-footer-'))
  const engine = await openDuckDb({ spool: folder })
  try {
    const file = path.join(folder, 'x.parquet')
    await engine.run(`copy (select 'M' || i as member_id, date '2025-01-01' as coverage_start,
        'medicaid' as line_of_business, date '1980-05-05' as birth_date
      from range(${rows}) as t(i)) to '${file}' (format parquet, compression uncompressed)`)
    const bytes = await readFile(file)
    return { bytes, footer: bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8) }
  } finally {
    engine.close()
    await rm(folder, { recursive: true })
  }
}

const delivered = (bytes: Buffer) => withNeeded({ 'inbox/enrollment/z.parquet': bytes })

it('a Parquet file whose footer has a wrong row count is refused, wherever the count is', async () => {
  const { bytes, footer } = await parquet(ROWS)
  // Counts are written zigzag: twice the number.
  const counts = [...bytes.keys()].filter((at) => at >= footer && bytes[at] === 2 * ROWS)
  // The file's, the row group's, and that of each of its columns.
  expect(counts).toHaveLength(6)
  for (const at of counts) {
    for (const rows of [0, ROWS - 1, ROWS + 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = 2 * rows
      expect({ at, rows, ...(await refusal(delivered(changed), usual)) }).toEqual({
        at,
        rows,
        exit: 4,
        message:
          'Expected a Parquet file at inbox/enrollment/z.parquet, found one whose footer contradicts itself about its rows.',
        hint: 'Have the file written and sent again.',
      })
    }
  }
})

it.each([0, ROWS])('a Parquet file of %i rows is read whole', async (rows) => {
  const { bytes } = await parquet(rows)
  await ingesting(delivered(bytes), usual, async ({ all }) => {
    expect(
      await all(`select read, accepted from raw.file_fate where file like '%.parquet'`),
    ).toEqual([{ read: rows, accepted: rows }])
  })
})
