import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { copyCsv } from '../../src/engine/csv.ts'
import { withEngine } from '../../src/engine/with-engine.ts'

const written = (query: string): Promise<string> =>
  withEngine(async (engine, spool) => {
    const file = path.join(spool, 'x.csv')
    await copyCsv(engine, query, file)
    return readFile(file, 'utf8')
  })

it.each([
  ['=1+1', `'=1+1`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@x', `'@x`],
  ['\tx', `'\tx`],
  ['\rx', `"'\rx"`],
  ['a=b', 'a=b'],
  ["'x", "'x"],
])('text %j is written as %j', async (text, cell) => {
  expect(await written(`select '${text.replaceAll("'", "''")}' as x`)).toBe(`x\n${cell}\n`)
})

it('numbers and dates are written as they are, null as empty', async () => {
  const query = `select -1 as a, cast(-2.50 as decimal(18, 2)) as b, -0.5::double as c, date '2026-01-02' as d, cast(null as varchar) as e, true as f`
  expect(await written(query)).toBe('a,b,c,d,e,f\n-1,-2.50,-0.5,2026-01-02,,true\n')
})

it('quotes text as in RFC 4180 and keeps the order of the query', async () => {
  const query = `select * from (values (3, 'a,b'), (1, 'say "x"'), (2, e'two\\nlines')) as t(n, x) order by n`
  expect(await written(query)).toBe('n,x\n1,"say ""x"""\n2,"two\nlines"\n3,"a,b"\n')
})
