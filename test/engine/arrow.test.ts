import { tableFromIPC } from 'apache-arrow'
import { expect, test } from 'vitest'
import { arrowStream } from '../../src/engine/arrow.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { withSpool } from '../../src/base/spool.ts'

const arrowOf = (query: string): Promise<ReturnType<typeof tableFromIPC>> =>
  withSpool(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      const parts: Uint8Array[] = []
      const columns = await engine.describe(query)
      for await (const part of arrowStream(columns, engine.stream(query))) parts.push(part)
      return tableFromIPC(Buffer.concat(parts))
    } finally {
      engine.close()
    }
  })

test('every row of a relation of many batches comes through, with its type', async () => {
  const table = await arrowOf(
    `select cast(i as varchar) as id, date '2026-06-30' as day, i / 2 as half, i % 2 = 0 as even
     from range(10000) as t(i) order by i`,
  )
  expect(table.numRows).toBe(10_000)
  expect(table.get(9_999)?.toJSON()).toEqual({
    id: '9999',
    day: '2026-06-30',
    half: 4999.5,
    even: false,
  })
})

test('nobody is null, and a relation without rows still has its columns', async () => {
  const nobody = await arrowOf('select cast(null as varchar) as id, cast(null as double) as miles')
  expect(nobody.get(0)?.toJSON()).toEqual({ id: null, miles: null })
  const none = await arrowOf(`select 'a' as id where false`)
  expect([none.numRows, none.schema.names]).toEqual([0, ['id']])
})

test('what goes wrong on the way is the error, not an end', async () => {
  await expect(
    arrowOf(`select case when i > 5000 then error('broken') end as x from range(9000) as t(i)`),
  ).rejects.toThrow('broken')
})
