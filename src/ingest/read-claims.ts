import { rm } from 'node:fs/promises'
import path from 'node:path'
import { literal } from '../engine/engine.ts'
import { verdictColumn } from '../feeds/sql/contract-sql.ts'
import type { Night } from '../pipeline/night.ts'
import { scanClaims, worthKeeping } from './claim-scan.ts'
import { countFates } from './fates.ts'
import { mapFiles, takeFaults } from './map-files.ts'
import { type MappedFile, checkedRows } from './mapped-file.ts'
import type { FeedPlan } from './plan.ts'
import { recordNumbers } from './work.ts'

/**
 * Reads claims without ever holding them whole. Every line is judged as it streams by; of one that
 * no model needs, only its place and a hash of its key go to a file in the spool. `raw.claims`, a
 * view of such a file too, has the lines that may count, those that correct others, and the later or
 * earlier versions of these.
 */
export const readClaims = async (night: Night, plan: FeedPlan): Promise<void> => {
  // A CSV file's rows are estimated far too low: left to itself, the engine builds the hash table of
  // a join from the file and probes it with the handful of codes, and so holds the file whole.
  await night.engine.run(`set disabled_optimizers = 'build_side_probe_side'`)
  try {
    await streamClaims(night, plan)
  } finally {
    await night.engine.run('reset disabled_optimizers')
  }
}

const streamClaims = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { engine, spool } = night
  const files = await mapFiles(night, plan)
  const worth = await worthKeeping(engine)
  const scans: string[] = []
  for (const file of files) {
    const faults = `faults_claims_${file.rank}`
    const scan = path.join(spool, `claim-lines-${file.rank}.parquet`)
    await engine.run(scanClaims(file, plan.contract, worth, faults, scan))
    await takeFaults(night, plan, file, faults)
    scans.push(scan)
    night.progress.advance()
  }
  await engine.run(
    `create view ingest.line as select * from read_parquet([${scans.map(literal).join(', ')}])`,
  )
  const numbered = await recordNumbers(engine, plan.feed.name)
  await keepClaims(night, plan, files, numbered)
  await keepRejected(night, numbered)
  await countFates(night, plan, {
    read: `select count(*) from ingest.line where file_rank = $rank`,
    filtered: `select count(*) from ingest.line where file_rank = $rank and not passes`,
    accepted: `select count(*) from ingest.line where file_rank = $rank and passes and verdict is null`,
    // Which of the accepted lines a later one replaced is known only when the families are
    // (evidence.claim_fate).
    superseded: 'select 0',
  })
  await engine.run('drop view ingest.line')
  for (const scan of scans) await rm(scan)
}

/** Makes `raw.claims` of the lines that are kept and of those that share a key with them. */
const keepClaims = async (
  { engine, spool }: Night,
  plan: FeedPlan,
  files: readonly MappedFile[],
  numbered: (relation: string) => string,
): Promise<void> => {
  const columns = plan.contract.columns.map(({ name }) => name).join(', ')
  const kept = path.join(spool, 'claims.parquet')
  const parts = [kept]
  const keep = async (target: string, lines: string): Promise<void> =>
    engine.run(`copy (select ${columns}, file_rank, record from ${numbered(lines)})
      to ${literal(target)} (format parquet)`)
  await keep(kept, '(select * from ingest.line where kept)')
  // A later version that does not qualify still removes the one that did. Hashes find it; the
  // models compare the columns.
  await engine.run(`create table ingest.version as
    select file_rank, place from ingest.line
    where not kept and key_hash in (select key_hash from ingest.line where kept)`)
  const concerned = await engine.all<{ file_rank: number }>(
    'select distinct file_rank from ingest.version order by file_rank',
  )
  for (const file of files) {
    const { rank } = file
    if (!concerned.some((one) => one.file_rank === rank)) continue
    const wanted = `place in (select place from ingest.version where file_rank = ${rank})`
    const rows = checkedRows(file, plan.contract, undefined, wanted)
    const target = path.join(spool, `claim-versions-${rank}.parquet`)
    await keep(target, `(select cast(${rank} as integer) as file_rank, * from ${rows})`)
    parts.push(target)
  }
  await engine.run(`insert into raw.claim_passed_by
    select line.file_rank, count(*) as lines
    from ingest.line as line
    left join ingest.version as version
      on version.file_rank = line.file_rank and version.place = line.place
    where passes and verdict is null and not kept and version.place is null
    group by line.file_rank`)
  await engine.run('drop table ingest.version')
  await engine.run('drop table raw.claims')
  await engine.run(
    `create view raw.claims as select * from read_parquet([${parts.map(literal).join(', ')}])`,
  )
}

const keepRejected = ({ engine }: Night, numbered: (relation: string) => string): Promise<void> =>
  engine.run(`insert into raw.rejected_row
    select file.feed, file.file, line.file_rank, line.record,
      case when verdict = 'type:json' then null else ${verdictColumn('verdict')} end,
      verdict, raw, rejected_member_id, rejected_provider_id
    from ${numbered('(select * from ingest.line where verdict is not null)')} as line
    join ingest.file as file on file.feed = 'claims' and file.file_rank = line.file_rank`)
