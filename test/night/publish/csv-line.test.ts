import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { copyCsv } from '../../../src/engine/csv.ts'
import { csvLine } from '../../../src/night/publish/csv-line.ts'
import { withFolder } from '../../support/night.ts'

const texts = [
  'plain',
  ' blank ',
  '',
  'a,b',
  'say "x"',
  'two\nlines',
  '=1+1',
  '+1,5',
  '"',
  "'",
  '\rx',
  '\tx',
  '@x',
  '-5',
  '.5',
  '=1,"x"',
  'Zoë, jr',
  'ñ',
]

it('writes the same bytes as a CSV copy of these rows', async () => {
  const values = texts.map((text, at) => `(${at}, '${text.replaceAll("'", "''")}')`)
  const query = `
    select n, x, case when n > 2 then x end as y, date '2026-06-30' + n as day, n - 1.5 as amount, n > 4 as late
    from (values ${values.join(', ')}) as t(n, x)
    order by n`
  await withFolder(async (folder) => {
    const engine = await openDuckDb({ spool: folder })
    const file = path.join(folder, 'x.csv')
    await copyCsv(engine, query, file)
    const columns = await engine.describe(query)
    const lines = await engine.all<{ line: string }>(
      `select ${csvLine(columns)} as line from (${query}) order by n`,
    )
    engine.close()
    const header = columns.map(({ name }) => name).join(',')
    const written = [header, ...lines.map(({ line }) => line), ''].join('\n')
    expect(written).toBe(await readFile(file, 'utf8'))
  })
})
