import { type Engine, literal } from '../../../engine/engine.ts'
import { withJoinSidesAsWritten } from '../../../engine/join-sides.ts'
import { verdictColumn } from '../../../feeds/sql/contract-sql.ts'
import type { Night } from '../../night.ts'
import { type ClaimFile, claimParts, readClaimFile } from './claim-file.ts'
import { readVersions } from './claim-versions.ts'
import { recordCounts } from '../reading/row-counts.ts'
import type { FeedPlan } from '../plan/feed-plan.ts'
import { codesKept } from './scan-key.ts'

/**
 * Reads claims without holding them all in memory. Every line is checked as it streams by; of a line
 * that no model needs, only its place and a hash of its key are kept. `raw.claims`, a view of files,
 * has the lines that may count tonight, those that correct others, and other versions of both.
 */
export const readClaims = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { engine } = night
  const files = await withJoinSidesAsWritten(engine, () => readFiles(night, plan))
  const inWindow = await evidenceWindow(engine)
  const lines = linesOf(files, inWindow)
  await engine.run(`create view ingest.line as from ${lines}`)
  for (const [part, which] of Object.entries(claimParts)) {
    await engine.run(`create view ingest.${part} as from ingest.line where ${which}`)
  }
  const versions = await withJoinSidesAsWritten(engine, () => readVersions(night, plan, files))
  await viewClaims(night, plan, `${lines} where counts`, versions)
  await keepRejected(night)
  const counts = files.map(
    ({ planned, counts }) => [planned.rank, { ...counts, superseded: 0 }] as const,
  )
  await recordCounts(night, plan, new Map(counts))
  for (const part of Object.keys(claimParts)) await engine.run(`drop view ingest.${part}`)
  await engine.run('drop view ingest.line')
}

const readFiles = async (night: Night, plan: FeedPlan): Promise<ClaimFile[]> => {
  const codes = await codesKept(night.engine)
  const files: ClaimFile[] = []
  for (const planned of plan.files) {
    files.push(await readClaimFile(night, plan, planned, codes))
    night.progress.advance()
  }
  return files
}

/**
 * Returns a query for the scans of all files, with each file's rank; the reader counts files from 0. A
 * needed line `counts` tonight if it corrects others or is within the evidence window.
 */
const linesOf = (files: readonly ClaimFile[], inWindow: string): string => {
  const paths = files.map(({ scan }) => literal(scan)).join(', ')
  return `(select *, cast(file_index + 1 as integer) as file_rank,
    kept and (corrects or coalesce(${inWindow}, false)) as counts from read_parquet([${paths}]))`
}

/** Returns the condition for lines within tonight's evidence window. */
const evidenceWindow = async (engine: Engine): Promise<string> => {
  const row = await engine.first<{ evidence_start: string; as_of: string }>(
    'select evidence_start, as_of from run.parameter',
  )
  if (!row) throw new Error('run.parameter has no row')
  return `service_date > date '${row.evidence_start}' and service_date <= date '${row.as_of}'`
}

/** Creates `raw.claims` from the lines that count tonight and those that share a key with them. */
const viewClaims = async (
  { engine }: Night,
  { contract }: FeedPlan,
  counting: string,
  versions: readonly string[],
): Promise<void> => {
  const columns = `${contract.columns.map(({ name }) => name).join(', ')}, file_rank, record, key_hash`
  const others = versions.map((lines) => `union all ${lines}`)
  await engine.run('drop table raw.claims')
  await engine.run(
    `create view raw.claims as select ${columns} from ${counting} ${others.join(' ')}`,
  )
}

const keepRejected = ({ engine }: Night): Promise<void> =>
  engine.run(`insert into raw.rejected_row
    select file.feed, file.file, line.file_rank, line.record,
      case when verdict = 'type:json' then null else ${verdictColumn('verdict')} end,
      verdict, raw, member_id, provider_id
    from ingest.rejected as line
    join ingest.file as file on file.feed = 'claims' and file.file_rank = line.file_rank`)
