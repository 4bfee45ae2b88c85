import { writeFile } from 'node:fs/promises'
import type { Engine } from '../engine/engine.ts'
import type { Night } from '../pipeline/night.ts'
import type { ClaimFile } from './claim-file.ts'
import { type MappedFile, checkedRows, directFile } from './mapped-file.ts'
import type { FeedPlan } from './plan.ts'

/** Lines that are picked are held in memory for a moment; of more the file is read as it was. */
const MOST_PICKED = 100_000

/**
 * Reads the records at these `places` (a query of `place`) again by picking their lines, into a small
 * file at `path`. A query in parentheses like that of `checkedRows`; undefined where a record may not
 * be a line. They are the same where there are as many lines as records, and the header is one: each
 * record then has a line of its own.
 */
export const rowsByLine = async (
  { engine }: Night,
  { contract }: FeedPlan,
  { counts, hasFaults }: ClaimFile,
  { open, rank, mapping, faults }: MappedFile,
  places: string,
  path: string,
): Promise<string | undefined> => {
  const { lines } = open
  if (lines === undefined || faults !== undefined || hasFaults) return undefined
  const wanted = await engine.first<{ n: number }>(`select count(*) as n from (${places})`)
  if ((wanted?.n ?? 0) > MOST_PICKED) return undefined
  const picked = await pick(engine, lines.all('line_fault'), places, counts.read + 1)
  if (picked === undefined) return undefined
  await writeFile(path, picked.map(({ line }) => `${line ?? ''}${lines.end}`).join(''), {
    mode: 0o600,
  })
  const small = directFile(lines.of(path), rank, mapping)
  return `(select line.* replace (wanted.place as place)
    from ${checkedRows(small, contract, undefined)} as line
    inner join (select place, row_number() over (order by place) as nth from (${places})) as wanted
      on wanted.nth = line.place)`
}

/**
 * The header and the lines at these places; undefined where the file has other than `expected` lines,
 * or cannot be taken for lines: line ends of two kinds, which may stand in quotes, end the engine's
 * reading with an error.
 */
const pick = async (
  engine: Engine,
  all: string,
  places: string,
  expected: number,
): Promise<{ readonly line: string | null }[] | undefined> => {
  try {
    await engine.run(`create table ingest.picked as
      with wanted as (select 1 as nth union all select place + 1 from (${places}))
      select count(*) as lines,
        list(line.line order by line.nth) filter (where wanted.nth is not null) as picked
      from ${all} as line left join wanted on wanted.nth = line.nth`)
    const found = await engine.first<{ lines: number; faults: number }>(
      'select lines, (select count(*) from line_fault) as faults from ingest.picked',
    )
    if (found?.lines !== expected || found.faults > 0) return undefined
    return await engine.all('select unnest(picked) as line from ingest.picked')
  } catch {
    return undefined
  } finally {
    for (const table of ['ingest.picked', 'line_fault', 'line_fault_scan'])
      await engine.run(`drop table if exists ${table}`)
  }
}
