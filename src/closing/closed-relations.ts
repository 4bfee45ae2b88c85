import { parquetRows } from '../engine/file-sql.ts'
import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { intactFile, memberMonthFiles } from './closes.ts'
import { parseMonth } from '../base/months.ts'
import { readYear } from './year-manifest.ts'

/** The options that narrow an export. */
interface Narrowed {
  readonly month?: string
  readonly year?: string
  readonly run?: string
}

/** The relations that closes write, with the query that reads each. */
const closedRelations: Readonly<Record<string, (lake: Lake, by: Narrowed) => Promise<string>>> = {
  'publication.member_month': async (lake, { month }) => {
    const files = await memberMonthFiles(lake, month && parseMonth('--month', month))
    return `select * from ${parquetRows(...files)}
      order by closed_in, month, member_id, units`
  },
  'publication.quality_population': async (lake, { year }) => {
    if (!/^\d{4}$/.test(year ?? '')) {
      throw new ConfigError(`Expected --year to be a year such as 2026, found "${year ?? ''}".`)
    }
    const written = await readYear(lake, year ?? '')
    if (!written) {
      throw new ConfigError(
        `Expected a quality population of ${year}, found none.`,
        `Write it with \`empanel quality-population ${year}\`.`,
      )
    }
    const file = await intactFile(lake, `closes/quality/${year}`, written.files, 'population-')
    return `select * from ${parquetRows(file)} order by member_id`
  },
}

/** The query of a relation that closes write, in its order; undefined for one that runs write. */
export const closedRelation = async (
  lake: Lake,
  relation: string,
  by: Narrowed,
): Promise<string | undefined> => {
  const query = closedRelations[relation]
  if (!query) {
    if (by.month === undefined && by.year === undefined) return undefined
    throw new ConfigError(
      `Expected no --month or --year for ${relation}: only relations of closes have them.`,
      `Relations of closes: ${Object.keys(closedRelations).join(', ')}.`,
    )
  }
  if (by.run === undefined) return query(lake, by)
  throw new ConfigError(`Expected no --run for ${relation}: closes write it, not runs.`)
}
