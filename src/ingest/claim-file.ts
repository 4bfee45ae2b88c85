import { rm } from 'node:fs/promises'
import path from 'node:path'
import { literal } from '../engine/engine.ts'
import { keep, recall, spoolFolder } from '../pipeline/cache.ts'
import type { Night } from '../pipeline/night.ts'
import { scanClaims } from './claim-scan.ts'
import { countJoined } from './fates.ts'
import type { Fault } from './faults.ts'
import { mapFile, takeFaults } from './map-files.ts'
import type { MappedFile } from './mapped-file.ts'
import type { FeedPlan, PlannedFile } from './plan.ts'
import { scanKey } from './scan-key.ts'
import { addFaults, addFile, recordNumbers } from './work.ts'

/** The lines of one file of claims, told apart; every file has `place` and `record`. */
export interface ClaimFile {
  readonly planned: PlannedFile
  /** Names it in the cache; undefined where it isn't kept there. */
  readonly key: string | undefined
  readonly files: Readonly<Record<ClaimPart, string>>
  readonly counts: ClaimCounts
  /** Its rows, read again or, where that costs an engine of its own, as they were read. */
  rows(): Promise<MappedFile>
}

export const claimParts = ['needed', 'passed_by', 'rejected'] as const
export type ClaimPart = (typeof claimParts)[number]

/** What became of the lines that could be taken apart, each counted by a query of its own. */
interface ClaimCounts {
  readonly read: number
  readonly filtered: number
  readonly accepted: number
}

interface Facts extends ClaimCounts {
  readonly faults: readonly Fault[]
}

/**
 * Tells the lines of a file apart: `needed` by some model on some night, with all columns; accepted
 * and `passed_by`, of which only a hash of the key stays; `rejected`, with what came. A file that an
 * earlier night has read is not read again: what it found is in the cache, by content.
 */
export const readClaimFile = async (
  night: Night,
  plan: FeedPlan,
  planned: PlannedFile,
  codes: string,
): Promise<ClaimFile> => {
  const { engine, lake, spool } = night
  const { open, rank } = planned
  await addFile(engine, plan.feed.name, open.file.key, rank)
  const key = await scanKey(engine, plan, planned, codes)
  const known = key === undefined ? undefined : await recall(lake, 'claims', key, claimParts)
  if (known) {
    const { faults, ...counts } = known.facts as Facts
    await addFaults(engine, plan.feed.name, open.file.key, rank, faults)
    const input = plan.inputs.get(open.file.key)
    if (input) input.cached = true
    const rows = async (): Promise<MappedFile> => (await mapFile(night, plan, planned)).mapped
    return { planned, key, files: known.files, counts, rows }
  }
  const folder = await spoolFolder(spool, 'claims')
  const scan = path.join(folder, 'scan.parquet')
  const { mapped, joined } = await mapFile(night, plan, planned)
  if (rank === 1) await countJoined(night, plan, joined)
  const table = `faults_claims_${rank}`
  await engine.run(scanClaims(mapped, plan.contract, table, scan))
  const faults = await takeFaults(night, plan, mapped, table)
  const files = await tellApart(night, plan, rank, scan, folder)
  const counts = await count(night, scan)
  await rm(scan)
  if (key !== undefined) await keep(lake, 'claims', key, { files, facts: { ...counts, faults } })
  return { planned, key, files, counts, rows: async () => mapped }
}

const tellApart = async (
  { engine }: Night,
  plan: FeedPlan,
  rank: number,
  scan: string,
  folder: string,
): Promise<Record<ClaimPart, string>> => {
  const numbered = await recordNumbers(engine, plan.feed.name)
  const line = numbered(
    `(select cast(${rank} as integer) as file_rank, * from read_parquet(${literal(scan)}))`,
  )
  const columns = plan.contract.columns.map(({ name }) => name).join(', ')
  const write = async (part: ClaimPart, select: string): Promise<string> => {
    const target = path.join(folder, `${part}.parquet`)
    await engine.run(`copy (${select}) to ${literal(target)} (format parquet)`)
    return target
  }
  return {
    needed: await write(
      'needed',
      `select place, record, key_hash, corrects, ${columns} from ${line} where kept`,
    ),
    passed_by: await write(
      'passed_by',
      `select place, key_hash from ${line} where accepted and not kept`,
    ),
    rejected: await write(
      'rejected',
      `select place, record, verdict, raw, rejected_member_id, rejected_provider_id
       from ${line} where verdict is not null`,
    ),
  }
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
