import { refuseDamaged } from '../../../formats/damaged-file.ts'
import type { Night } from '../../night.ts'
import type { FeedPlan, PlannedFile } from '../plan/feed-plan.ts'
import { type Fault, readFaults } from './faults.ts'
import type { JoinedFile } from './joined-files.ts'
import { type MappedFile, directFile } from './mapped-file.ts'
import { countJoinedRows } from './row-counts.ts'
import { mapInSandbox } from './sandbox.ts'
import { addFaults, addFile } from './work-tables.ts'

/** Maps all files of a feed to rows of its contract. */
export const mapFiles = async (night: Night, plan: FeedPlan): Promise<MappedFile[]> => {
  const files: MappedFile[] = []
  for (const planned of plan.files) {
    const { open, rank } = planned
    await addFile(night.engine, { feed: plan.feed.name, file: open.file.key, rank })
    const { mapped, joined } = await mapFile(night, plan, planned)
    if (rank === 1) await countJoinedRows(night, plan, joined)
    files.push(mapped)
  }
  return files
}

/**
 * Maps a file to rows of the contract. A file whose mapping has SQL or joins is read at once, in an
 * engine of its own; any other is read when its rows are queried.
 */
export const mapFile = async (
  night: Night,
  plan: FeedPlan,
  planned: PlannedFile,
): Promise<{ readonly mapped: MappedFile; readonly joined: readonly JoinedFile[] }> => {
  const { opened, open, rank, mapping } = planned
  // A file whose header was cached may not have been fetched yet.
  for (const { file } of [...opened.values()].flat()) {
    await night.lake.localPath(file.key, file.listed)
  }
  if (plan.config.sources === undefined && !plan.parts.some((part) => part.expression)) {
    return { mapped: directFile(open, rank, mapping), joined: [] }
  }
  return refuseDamaged(open.file.key, () => mapInSandbox(night, plan, planned))
}

/** Rejects the records of a file, just read, that could not be parsed, and returns them. */
export const takeFaults = async (
  night: Night,
  { feed }: FeedPlan,
  { open, mapping, rank, faults: found }: MappedFile,
  table: string,
): Promise<readonly Fault[]> => {
  const faults = found ?? (await readFaults(night.engine, table, open, mapping))
  await addFaults(night.engine, { feed: feed.name, file: open.file.key, rank }, faults)
  return faults
}
