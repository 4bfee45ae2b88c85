import type { Night } from '../../night.ts'
import { type Fault, readFaults } from './faults.ts'
import { countJoined } from '../fates.ts'
import type { JoinedFile } from './joined.ts'
import { type MappedFile, directFile } from './mapped-file.ts'
import type { FeedPlan, PlannedFile } from '../plan.ts'
import { refuseDamaged } from '../../../formats/damaged-file.ts'
import { sandboxedFile } from './sandbox.ts'
import { addFaults, addFile } from '../work.ts'

/** Makes a feed's files readable as rows of the contract, all of them. */
export const mapFiles = async (night: Night, plan: FeedPlan): Promise<MappedFile[]> => {
  const files: MappedFile[] = []
  for (const planned of plan.files) {
    await addFile(night.engine, plan.feed.name, planned.open.file.key, planned.rank)
    const { mapped, joined } = await mapFile(night, plan, planned)
    if (planned.rank === 1) await countJoined(night, plan, joined)
    files.push(mapped)
  }
  return files
}

/**
 * Makes a file readable as rows of the contract. Where the pipeline file brings SQL or joins, it is
 * read in an engine of its own here and now; else when its rows are asked for.
 */
export const mapFile = async (
  night: Night,
  { feed, config, parts }: FeedPlan,
  { opened, open, rank, mapping }: PlannedFile,
): Promise<{ readonly mapped: MappedFile; readonly joined: readonly JoinedFile[] }> => {
  // A file whose header an earlier night saw may not be at hand yet.
  for (const { file } of [...opened.values()].flat()) {
    await night.lake.localPath(file.key, file.listed)
  }
  if (config.sources === undefined && !parts.some((part) => part.expression)) {
    return { mapped: directFile(open, rank, mapping), joined: [] }
  }
  return refuseDamaged(open.file.key, () =>
    sandboxedFile(night, feed, config, parts, opened, mapping, rank),
  )
}

/** Takes over the records of a file, just read, that could not be taken apart. */
export const takeFaults = async (
  night: Night,
  { feed }: FeedPlan,
  file: MappedFile,
  table: string,
): Promise<readonly Fault[]> => {
  const { open, mapping, rank } = file
  const faults = file.faults ?? (await readFaults(night.engine, table, open, mapping))
  await addFaults(night.engine, feed.name, open.file.key, rank, faults)
  return faults
}
