import { rm } from 'node:fs/promises'
import path from 'node:path'
import { literal } from '../../../engine/engine.ts'
import { writeCached, readCached } from '../../../runs/cache.ts'
import type { Night } from '../../night.ts'
import { asParquet, scanClaims } from './claim-scan.ts'
import { countJoinedRows } from '../reading/row-counts.ts'
import type { Fault } from '../reading/faults.ts'
import { mapFile, takeFaults } from '../reading/map-files.ts'
import type { MappedFile } from '../reading/mapped-file.ts'
import type { FeedPlan, PlannedFile } from '../plan/feed-plan.ts'
import { refuseChanged } from '../delivery/refuse-changed.ts'
import { scanKey } from './scan-key.ts'
import { addFaults, addFile, recordNumbers } from '../reading/work-tables.ts'
import { spoolFolder } from '../../../base/spool.ts'

/** A file of claims that was read. */
export interface ClaimFile {
  readonly planned: PlannedFile
  /** Its key in the cache; undefined where it is not cached. */
  readonly key: string | undefined
  /** Path of its scan: a Parquet file with a row for each of its lines. */
  readonly scan: string
  readonly counts: ClaimCounts
  /** Whether it has records that could not be parsed. */
  readonly hasFaults: boolean
  /** Maps the file, unless that was done already. */
  rows(): Promise<MappedFile>
}

/**
 * Conditions that divide the lines of a scan: lines `needed` by some model on some night are kept with
 * all columns; for accepted lines `passed_by`, only a hash of the key is kept; `rejected` lines are kept
 * with their source columns.
 */
export const claimParts = {
  needed: 'kept',
  passed_by: 'accepted and not kept',
  rejected: 'verdict is not null',
} as const

/** Counts of lines by outcome, each by its own query. Lines that could not be parsed are left out. */
interface ClaimCounts {
  readonly read: number
  readonly filtered: number
  readonly accepted: number
}

interface Facts extends ClaimCounts {
  readonly faults: readonly Fault[]
}

/**
 * Scans a file of claims. A file that an earlier night scanned is not read again: the cache has the
 * result by the file's content.
 */
export const readClaimFile = async (
  night: Night,
  plan: FeedPlan,
  planned: PlannedFile,
  codes: string,
): Promise<ClaimFile> => {
  const { engine, lake, spool } = night
  const { open, rank } = planned
  const ranked = { feed: plan.feed.name, file: open.file.key, rank }
  await addFile(engine, ranked)
  const key = await scanKey(engine, plan, planned, codes)
  const cached = key === undefined ? undefined : await readCached(lake, 'claims', key, ['scan'])
  if (cached) {
    const { faults, ...counts } = cached.facts as Facts
    await addFaults(engine, ranked, faults)
    const input = plan.inputs.get(open.file.key)
    if (input) input.cached = true
    const rows = async (): Promise<MappedFile> => (await mapFile(night, plan, planned)).mapped
    return { planned, key, scan: cached.files.scan, counts, hasFaults: faults.length > 0, rows }
  }
  const folder = await spoolFolder(spool, 'claims')
  const read = path.join(folder, 'scan.parquet')
  const { mapped, joined } = await mapFile(night, plan, planned)
  if (rank === 1) await countJoinedRows(night, plan, joined)
  const table = `faults_claims_${rank}`
  await engine.run(scanClaims(mapped, plan.contract, table, read))
  const faults = await takeFaults(night, plan, mapped, table)
  const scan = faults.length === 0 ? read : await renumber(night, plan, rank, read)
  const counts = await count(night, scan)
  if (key !== undefined) {
    await refuseChanged(lake, open.file)
    await writeCached(lake, 'claims', key, { files: { scan }, facts: { ...counts, faults } })
  }
  return { planned, key, scan, counts, hasFaults: faults.length > 0, rows: async () => mapped }
}

/** Gives lines their numbers in the file, which count the records that could not be parsed. */
const renumber = async (
  { engine }: Night,
  plan: FeedPlan,
  rank: number,
  scan: string,
): Promise<string> => {
  const target = scan.replace(/scan\.parquet$/, 'numbered.parquet')
  const numbered = await recordNumbers(engine, plan.feed.name)
  const line = numbered(
    `(select cast(${rank} as integer) as file_rank, * exclude (record) from read_parquet(${literal(scan)}))`,
  )
  await engine.run(
    `copy (select * exclude (file_rank) from ${line}) to ${literal(target)} ${asParquet}`,
  )
  await rm(scan)
  return target
}

const count = async ({ engine }: Night, scan: string): Promise<ClaimCounts> => {
  const lines = async (where: string): Promise<number> =>
    (
      await engine.first<{ n: number }>(
        `select count(*) as n from read_parquet(${literal(scan)}) where ${where}`,
      )
    )?.n ?? 0
  return {
    read: await lines('true'),
    filtered: await lines('not passes'),
    accepted: await lines('passes and verdict is null'),
  }
}
