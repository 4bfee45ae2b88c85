import type { Night } from '../../night.ts'
import type { ClaimFile } from './claim-file.ts'
import { copyLines } from './copy-lines.ts'
import { type MappedFile, checkedRows, directFile } from '../reading/mapped-file.ts'
import type { FeedPlan } from '../plan/feed-plan.ts'

/** Line numbers are held in memory, so for more lines the whole file is read instead. */
const MOST_PICKED = 100_000

interface LinesToCopy {
  readonly mapped: MappedFile
  readonly places: string
  readonly path: string
}

/**
 * Reads the records at some `places` (a query of `place`) again by copying their lines to a small file
 * at `path`. Returns a query in parentheses like that of `checkedRows`, or undefined where a record
 * may not be one line. With as many lines as records and header, every record has a line of its own.
 */
export const rowsByLine = async (
  { engine }: Night,
  { contract }: FeedPlan,
  { counts, hasFaults }: ClaimFile,
  { mapped, places, path }: LinesToCopy,
): Promise<string | undefined> => {
  const { open, rank, mapping, faults } = mapped
  const { lines } = open
  if (lines === undefined || faults !== undefined || hasFaults) return undefined
  const wanted = await engine.first<{ n: number }>(`select count(*) as n from (${places})`)
  if ((wanted?.n ?? 0) > MOST_PICKED) return undefined
  const found = await engine.all<{ line: number }>(
    `select place + 1 as line from (${places}) order by line`,
  )
  const numbers = [1, ...found.map(({ line }) => line)]
  const all = await copyLines(open.path, path, numbers, lines.end)
  if (all !== counts.read + 1) return undefined
  const small = directFile({ ...open, ...lines.of(path) }, rank, mapping)
  return `(select line.* replace (wanted.place as place)
    from ${checkedRows(small, contract, undefined)} as line
    inner join (select place, row_number() over (order by place) as nth from (${places})) as wanted
      on wanted.nth = line.place)`
}
