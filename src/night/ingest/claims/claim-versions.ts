import path from 'node:path'
import { type Engine, literal } from '../../../engine/engine.ts'
import { writeCached, readCached } from '../../../runs/cache.ts'
import { inputChanged } from '../../../base/errors.ts'
import type { Night } from '../../night.ts'
import type { ClaimFile } from './claim-file.ts'
import { rowsByLine } from './claim-lines.ts'
import { asParquet, keyHash } from './claim-scan.ts'
import { checkedRows } from '../reading/mapped-file.ts'
import type { FeedPlan } from '../plan/feed-plan.ts'
import { refuseChanged } from '../delivery/refuse-changed.ts'
import { recordNumbers } from '../reading/work-tables.ts'
import { spoolFolder } from '../../../base/spool.ts'
import { sha256 } from '../../../base/checksum.ts'

/**
 * Returns queries for the lines that share a key with a line that counts tonight but do not count
 * themselves: a later version that does not qualify still removes the one that did. Hashes find them,
 * and the models compare the columns. Records the number of discarded accepted lines in
 * `raw.claim_passed_by` and the keys with several lines in `raw.claim_shared_key`.
 */
export const readVersions = async (
  night: Night,
  plan: FeedPlan,
  files: readonly ClaimFile[],
): Promise<string[]> => {
  const { engine, spool } = night
  await engine.run(`create table ingest.version as
    with counting as (select key_hash from ingest.line where counts and key_hash is not null)
    select file_rank, place, key_hash, kept as is_needed from ingest.line
    where not counts and key_hash in (select key_hash from counting)`)
  const found = await engine.all<{ file_rank: number; is_needed: boolean }>(
    'select distinct file_rank, is_needed from ingest.version order by file_rank, is_needed',
  )
  const folder = await spoolFolder(spool, 'versions')
  const versions: string[] = []
  if (found.some(({ is_needed: isNeeded }) => isNeeded))
    versions.push(await writeNeeded(night, plan, folder))
  for (const { file_rank: rank, is_needed: isNeeded } of found) {
    const file = files.find(({ planned }) => planned.rank === rank)
    if (file && !isNeeded) versions.push(await readAgain(night, plan, file, folder))
  }
  await countDiscarded(night)
  await recordSharedKeys(night)
  await engine.run('drop table ingest.version')
  return versions
}

const columnsOf = ({ contract }: FeedPlan): string =>
  contract.columns.map(({ name }) => name).join(', ')

/** Writes lines of another time than tonight's. Their scan has all their columns. */
const writeNeeded = async ({ engine }: Night, plan: FeedPlan, folder: string): Promise<string> => {
  const target = path.join(folder, 'needed.parquet')
  const columns = `${columnsOf(plan)}, file_rank, record, key_hash`
  await engine.run(`copy (select ${columns} from ingest.needed as line
    where exists (select * from ingest.version as version where is_needed
      and version.file_rank = line.file_rank and version.place = line.place))
    to ${literal(target)} ${asParquet}`)
  return `select ${columns} from read_parquet(${literal(target)})`
}

/** Reads the other lines again from their file, or from the cache where a night read the same places. */
const readAgain = async (
  night: Night,
  plan: FeedPlan,
  file: ClaimFile,
  folder: string,
): Promise<string> => {
  const { engine, lake } = night
  const { rank } = file.planned
  const places = `select place, key_hash from ingest.version where not is_needed and file_rank = ${rank}`
  const key = file.key === undefined ? undefined : await keyOf(engine, file.key, places)
  const cached = key && (await readCached(lake, 'claim-versions', key, ['versions']))
  const target = path.join(folder, `${rank}.parquet`)
  const versions = { rank, places, target }
  if (!cached) {
    const mapped = await file.rows()
    const csv = path.join(folder, `${rank}.csv`)
    const picked = await rowsByLine(night, plan, file, { mapped, places, path: csv })
    if (!picked || !(await writeVersions(night, plan, versions, picked))) {
      const wanted = `place in (select place from (${places}))`
      const rows = checkedRows(mapped, plan.contract, undefined, wanted)
      const isWhole = await writeVersions(night, plan, versions, rows)
      if (!isWhole) throw inputChanged(file.planned.open.file.key)
    }
    await refuseChanged(lake, file.planned.open.file)
    if (key)
      await writeCached(lake, 'claim-versions', key, { files: { versions: target }, facts: null })
  }
  const lines = literal(cached ? cached.files.versions : target)
  return `select ${columnsOf(plan)}, cast(${rank} as integer), record, key_hash
    from read_parquet(${lines})`
}

/** The places of lines in one file of claims, and the file to write the lines to. */
interface VersionFile {
  readonly rank: number
  /** A query of `place` and `key_hash`. */
  readonly places: string
  readonly target: string
}

/** Writes the lines at these places. Returns whether they are all there with the keys that they had. */
const writeVersions = async (
  { engine }: Night,
  plan: FeedPlan,
  { rank, places, target }: VersionFile,
  rows: string,
): Promise<boolean> => {
  const numbered = await recordNumbers(engine, plan.feed.name)
  const line = numbered(`(select cast(${rank} as integer) as file_rank, * from ${rows})`)
  await engine.run(`copy (select ${columnsOf(plan)}, record, place, ${keyHash} as key_hash from ${line})
    to ${literal(target)} ${asParquet}`)
  const found = await engine.first(`select 1 as one
    from (${places}) as wanted full join read_parquet(${literal(target)}) as line
      on wanted.place = line.place and wanted.key_hash = line.key_hash
    where wanted.place is null or line.place is null limit 1`)
  return found === undefined
}

/** Returns the cache key of these places of a file. */
const keyOf = async (engine: Engine, file: string, places: string): Promise<string> => {
  const found = await engine.first<{ places: string }>(
    `select string_agg(cast(place as varchar), ' ' order by place) as places from (${places})`,
  )
  return sha256(`${file} ${found?.places}`)
}

const countDiscarded = ({ engine }: Night): Promise<void> =>
  engine.run(`insert into raw.claim_passed_by
    with line as (
      select file_rank, place from ingest.passed_by
      union all
      select file_rank, place from ingest.needed where not counts
    )
    select line.file_rank, count(*) as lines
    from line
    left join ingest.version as version
      on version.file_rank = line.file_rank and version.place = line.place
    where version.place is null
    group by line.file_rank`)

const recordSharedKeys = ({ engine }: Night): Promise<void> =>
  engine.run(`insert into raw.claim_shared_key
    select key_hash from ingest.line where counts and key_hash is not null
    group by key_hash having count(*) > 1
    union
    select key_hash from ingest.version`)
