import { type Engine, literal } from '../../../engine/engine.ts'
import { scanClaims } from './claim-scan.ts'
import type { FeedPlan, PlannedFile } from '../plan/feed-plan.ts'
import { sha256 } from '../../../base/checksum.ts'

/** Returns the code sets that decide which lines are kept, as one text. */
export const codesKept = async (engine: Engine): Promise<string> => {
  const found = await engine.all(`
    select 'procedure' as kind, procedure_code as code from run.kept_code
    union select 'place', place_of_service from run.place_of_service where list = 'emergency'
    union select 'revenue', revenue_code from run.revenue_code
    order by all`)
  return JSON.stringify(found)
}

/**
 * Returns the cache key of a file's scan: a checksum of the file's bytes, how it is read and mapped,
 * the contract, the code sets, and the statement itself. Undefined where other files are joined to it.
 */
export const scanKey = async (
  engine: Engine,
  { config, contract, inputs }: FeedPlan,
  { open, mapping }: PlannedFile,
  codes: string,
): Promise<string | undefined> => {
  const checksum = inputs.get(open.file.key)?.sha256
  if (config.sources !== undefined || !checksum) return undefined
  const rows = { open, rank: 0, mapping, relation: () => '$rows' }
  const { version } = (await engine.first<{ version: string }>('select version() as version')) ?? {}
  const ingredients = [
    checksum,
    open.reader('$faults').replaceAll(literal(open.path), '$file'),
    mapping.reads.map(({ name, sql }) => [name, sql]),
    mapping.canonical,
    config.where ?? null,
    scanClaims(rows, contract, '$faults', '$target'),
    codes,
    version,
  ]
  return sha256(JSON.stringify(ingredients))
}
