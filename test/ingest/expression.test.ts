import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { parseExpression } from '../../src/ingest/expression.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDuckDb({ spool: '.' })
})
afterAll(() => engine.close())

describe('an expression of a mapping', () => {
  it.each([
    ['upper(ZIP)', ['ZIP']],
    [`coalesce(nullif(trim(a), ''), b.c)`, ['a', 'b.c']],
    [`case when x like 'A%' then 'Y' else 'N' end -- a comment`, ['x']],
    [`cast(try_strptime(born, '%m/%d/%Y') as date)`, ['born']],
    [`try_cast(x as date) - interval 1 day`, ['x']],
    [`substring(x from 1 for 5) || '-' || lpad(y, 4, '0')`, ['x', 'y']],
    [`extract(year from cast(x as date)) in (2025, 2026)`, ['x']],
    [`'now()'`, []],
  ])('may be %s', async (sql, columns) => {
    const references = await parseExpression(engine, sql, 'here')
    expect(references.map(({ source, name }) => (source ? `${source}.${name}` : name))).toEqual(
      columns,
    )
  })

  it.each([
    ['now()', /found the function now/],
    ['random()', /found the function random/],
    ['uuid()', /found the function uuid/],
    [`getenv('HOME')`, /found the function getenv/],
    [`current_setting('threads')`, /found the function current_setting/],
    [`(select max(x) from read_csv('/etc/passwd'))`, /found subquery/],
    [`x) from read_text('/etc/passwd') --`, /found what does not parse/],
    ['x; drop table y', /found what does not parse/],
    ['count(*)', /found the function count_star/],
    ['row_number() over ()', /found window/],
    ['list_transform([x], lambda y: y)', /found the function list_transform/],
    ['*', /found star/],
    ['$1', /found parameter/],
    ['uper(x)', /found the function uper/],
  ])('may not be %s', async (sql, message) => {
    const error = await parseExpression(engine, sql, 'feeds.claims.columns.claim_id').catch(
      (e: Error) => e,
    )
    expect(error).toMatchObject({
      exit: 2,
      message: expect.stringMatching(/^feeds\.claims\.columns\.claim_id: /),
    })
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
  })

  it('with a misspelt function is told what was meant', async () => {
    await expect(parseExpression(engine, 'uper(x)', 'here')).rejects.toMatchObject({
      hint: 'Did you mean "upper"?',
    })
  })
})
