import { tableFromIPC } from 'apache-arrow'
import { expect, test } from 'vitest'
import { arrowStream } from '../../src/engine/arrow.ts'
import { withEngine } from '../../src/engine/with-engine.ts'

const arrowOf = (query: string): Promise<ReturnType<typeof tableFromIPC>> =>
  withEngine(async (engine) => {
    const parts: Uint8Array[] = []
    const columns = await engine.describe(query)
    for await (const part of arrowStream(columns, engine.stream(query))) parts.push(part)
    return tableFromIPC(Buffer.concat(parts))
  })

test('an Arrow stream has every row of every batch, with its types', async () => {
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

test('an Arrow stream keeps nulls, and the columns of a relation without rows', async () => {
  const nulls = await arrowOf('select cast(null as varchar) as id, cast(null as double) as miles')
  expect(nulls.get(0)?.toJSON()).toEqual({ id: null, miles: null })
  const empty = await arrowOf(`select 'a' as id where false`)
  expect([empty.numRows, empty.schema.names]).toEqual([0, ['id']])
})

test('an Arrow stream throws when its query fails midway, and does not just end', async () => {
  await expect(
    arrowOf(`select case when i > 5000 then error('broken') end as x from range(9000) as t(i)`),
  ).rejects.toThrow('broken')
})
