import path from 'node:path'
import { literal } from '../engine/engine.ts'
import type { Night } from '../pipeline/night.ts'
import { reasonColumn } from '../feeds/sql/contract-sql.ts'
import { countFates } from './fates.ts'
import { mapFiles, takeFaults } from './map-files.ts'
import { type MappedFile, checkedRows } from './mapped-file.ts'
import type { FeedPlan } from './plan.ts'
import { recordNumber } from './work.ts'

/**
 * Reads claims without ever holding them whole. Every line is judged as it streams by; of one that
 * no model needs, only its place and a hash of its key go to a file in the spool. `raw.claims` gets
 * the lines that may count, those that correct others, and the later or earlier versions of these.
 */
export const readClaims = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { engine } = night
  const { feed } = plan
  const files = await mapFiles(night, plan)
  const worth = await worthKeeping(night)
  const scans: string[] = []
  for (const file of files) {
    const faults = `faults_${feed.name}_${file.rank}`
    const scan = path.join(night.spool, `claims-${file.rank}.parquet`)
    await engine.run(scanQuery(file, plan, worth, faults, scan))
    await takeFaults(night, plan, file, faults)
    scans.push(literal(scan))
    night.progress.advance()
  }
  await engine.run(`create view ingest.line as select * from read_parquet([${scans.join(', ')}])`)
  await engine.run(`insert into raw.claims
    select ${contractColumns(plan).join(', ')}, file_rank, ${recordNumber(feed.name, 'line')}
    from ingest.line as line where kept`)
  await fetchVersions(night, plan, files)
  await engine.run(`insert into raw.rejected_row
    select file.feed, file.file, line.file_rank, ${recordNumber(feed.name, 'line')},
      case when reason = 'type:json' then null else ${reasonColumn('reason')} end,
      reason, raw, rejected_member_id, rejected_provider_id
    from ingest.line as line
    join ingest.file as file on file.feed = ${literal(feed.name)} and file.file_rank = line.file_rank
    where reason is not null`)
  await countFates(night, plan, {
    read: `select count(*) from ingest.line where file_rank = $rank`,
    filtered: `select count(*) from ingest.line where file_rank = $rank and not passes`,
    accepted: `select count(*) from ingest.line where file_rank = $rank and passes and reason is null`,
    // Which of the accepted lines a later one replaced is known only when the families are
    // (evidence.claim_fate).
    superseded: 'select 0',
  })
  await engine.run('drop view ingest.line')
}

const contractColumns = ({ contract }: FeedPlan): string[] =>
  contract.columns.map(({ name }) => name)

const standing = `claim_status not in ('denied', 'pending')`

/** SQL for a line that a model may need: by its code in the time that counts, or as a correction. */
const worthKeeping = async ({ engine }: Night): Promise<string> => {
  const row = await engine.first<{ evidence_start: string; as_of: string }>(
    'select evidence_start, as_of from run.parameter',
  )
  if (!row) throw new Error('run.parameter has no row')
  const inTime = `service_date > date '${row.evidence_start}' and service_date <= date '${row.as_of}'`
  const code = `kept_code.procedure_code is not null or emergency_place.place_of_service is not null or emergency_revenue.revenue_code is not null`
  const corrects = `frequency_code in ('7', '8') or claim_status = 'reversed' or original_claim_id is not null`
  return `coalesce(((${code}) and ${inTime}) or ((${corrects}) and ${standing}), false)`
}

const scanQuery = (
  file: MappedFile,
  plan: FeedPlan,
  worth: string,
  faults: string,
  target: string,
): string => {
  const kept = contractColumns(plan).map((name) => `case when kept then ${name} end as ${name}`)
  return `copy (
    with kept_code as (select procedure_code from run.kept_code),
    emergency_place as (
      select distinct place_of_service from run.place_of_service where list = 'emergency'
    ),
    emergency_revenue as (select distinct revenue_code from run.revenue_code),
    judged as (
      select line.*, passes and reason is null as accepted,
        passes and reason is null and ${worth} as kept
      from ${checkedRows(file, plan.contract, faults)} as line
      left join kept_code on kept_code.procedure_code = line.procedure_code
      left join emergency_place on emergency_place.place_of_service = line.place_of_service
      left join emergency_revenue on emergency_revenue.revenue_code = line.revenue_code
    )
    select cast(${file.rank} as integer) as file_rank, place, passes, reason, raw, kept,
      case when reason is not null then member_id end as rejected_member_id,
      case when reason is not null then provider_id end as rejected_provider_id,
      case when accepted and ${standing} then hash(claim_id, line_number) end as key_hash,
      ${kept.join(', ')}
    from judged
  ) to ${literal(target)} (format parquet)`
}

/**
 * Adds the lines that no model needs but whose key a kept line has: a later version that does not
 * qualify still removes the one that did. Hashes find them; the models compare the columns.
 */
const fetchVersions = async (
  { engine }: Night,
  plan: FeedPlan,
  files: readonly MappedFile[],
): Promise<void> => {
  await engine.run(`create table ingest.version as
    select file_rank, place from ingest.line
    where not kept and key_hash in (select key_hash from ingest.line where kept)`)
  const concerned = await engine.all<{ file_rank: number }>(
    'select distinct file_rank from ingest.version order by file_rank',
  )
  for (const { file_rank: rank } of concerned) {
    const file = files.find((one) => one.rank === rank)
    if (!file) continue
    await engine.run(`insert into raw.claims
      select ${contractColumns(plan).join(', ')}, file_rank, ${recordNumber(plan.feed.name, 'line')}
      from (select cast(${rank} as integer) as file_rank, * from ${checkedRows(file, plan.contract, undefined)}) as line
      where place in (select place from ingest.version where file_rank = ${rank})`)
  }
  await engine.run(`insert into raw.claim_passed_by
    select line.file_rank, count(*) from ingest.line as line
    left join ingest.version as version
      on version.file_rank = line.file_rank and version.place = line.place
    where passes and reason is null and not kept and version.place is null
    group by line.file_rank`)
  await engine.run('drop table ingest.version')
}
