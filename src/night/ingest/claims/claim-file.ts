import { rm } from 'node:fs/promises'
import path from 'node:path'
import { literal } from '../../../engine/engine.ts'
import { writeCached, readCached } from '../../../runs/cache.ts'
import type { Night } from '../../night.ts'
import { asParquet, scanClaims } from './claim-scan.ts'
import { countJoined } from '../fates.ts'
import type { Fault } from '../mapping/faults.ts'
import { mapFile, takeFaults } from '../mapping/map-files.ts'
import type { MappedFile } from '../mapping/mapped-file.ts'
import type { FeedPlan, PlannedFile } from '../plan.ts'
import { refuseReplaced } from '../delivery/replaced.ts'
import { scanKey } from './scan-key.ts'
import { addFaults, addFile, recordNumbers } from '../work.ts'
import { spoolFolder } from '../../../base/spool.ts'

/** One file of claims that was read. */
export interface ClaimFile {
  readonly planned: PlannedFile
  /** Names it in the cache; undefined where it isn't kept there. */
  readonly key: string | undefined
  /** What was found of its lines, a Parquet file with a row for each. */
  readonly scan: string
  readonly counts: ClaimCounts
  /** Whether it has records that could not be taken apart. */
  readonly hasFaults: boolean
  /** Its rows, read again or, where that costs an engine of its own, as they were read. */
  rows(): Promise<MappedFile>
}

/**
 * The lines told apart: `needed` by some model on some night, with all columns; accepted and
 * `passed_by`, of which only a hash of the key stays; `rejected`, with what came.
 */
export const claimParts = {
  needed: 'kept',
  passed_by: 'accepted and not kept',
  rejected: 'verdict is not null',
} as const

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
 * Finds what a file of claims has. One that an earlier night has read is not read again: what was
 * found is in the cache, by content.
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
  const known = key === undefined ? undefined : await readCached(lake, 'claims', key, ['scan'])
  if (known) {
    const { faults, ...counts } = known.facts as Facts
    await addFaults(engine, plan.feed.name, open.file.key, rank, faults)
    const input = plan.inputs.get(open.file.key)
    if (input) input.cached = true
    const rows = async (): Promise<MappedFile> => (await mapFile(night, plan, planned)).mapped
    return { planned, key, scan: known.files.scan, counts, hasFaults: faults.length > 0, rows }
  }
  const folder = await spoolFolder(spool, 'claims')
  const read = path.join(folder, 'scan.parquet')
  const { mapped, joined } = await mapFile(night, plan, planned)
  if (rank === 1) await countJoined(night, plan, joined)
  const table = `faults_claims_${rank}`
  await engine.run(scanClaims(mapped, plan.contract, table, read))
  const faults = await takeFaults(night, plan, mapped, table)
  const scan = faults.length === 0 ? read : await renumber(night, plan, rank, read)
  const counts = await count(night, scan)
  if (key !== undefined) {
    await refuseReplaced(lake, open.file)
    await writeCached(lake, 'claims', key, { files: { scan }, facts: { ...counts, faults } })
  }
  return { planned, key, scan, counts, hasFaults: faults.length > 0, rows: async () => mapped }
}

/** Where records could not be taken apart, the place of a line among the others is not its number. */
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
