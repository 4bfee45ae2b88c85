import { stat } from 'node:fs/promises'
import { type Engine, literal } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { copyCsv } from '../engine/csv.ts'
import { queryOnDemand } from '../models/build-on-demand.ts'
import type { ClosedFile } from './closes.ts'
import { sha256OfFile } from '../base/checksum.ts'

interface Place {
  readonly lake: Lake
  readonly engine: Engine
  /** A folder of the lake. */
  readonly folder: string
}

/** A relation that is written into the lake. */
interface Kept {
  /** What its files are called there. */
  readonly name: string
  /** `closing.entry` */
  readonly relation: string
  /** A local path without extension, to write the files to first. */
  readonly file: string
}

/**
 * Writes relations as Parquet and CSV into a folder of the lake, in the order of their grain. A
 * file's name ends with a hash of its content: a file that an interrupted close left is reused if
 * it is the same, and else stays there with no manifest that names it.
 */
export const keepFiles = async (place: Place, all: readonly Kept[]): Promise<ClosedFile[]> => {
  const files: ClosedFile[] = []
  for (const { name, relation, file } of all) {
    const query = queryOnDemand(relation)
    await place.engine.run(
      `copy (${query}) to ${literal(`${file}.parquet`)} (format parquet, compression zstd, row_group_size 122880)`,
    )
    await copyCsv(place.engine, query, `${file}.csv`)
    for (const ending of ['parquet', 'csv']) {
      files.push(await keepFile(place, name, ending, `${file}.${ending}`))
    }
  }
  return files
}

const keepFile = async (
  { lake, folder }: Place,
  name: string,
  ending: string,
  local: string,
): Promise<ClosedFile> => {
  const [{ size }, sha256] = await Promise.all([stat(local), sha256OfFile(local)])
  const full = `${name}-${sha256.slice(0, 16)}.${ending}`
  const there = (await lake.list(`${folder}/${full}`)).length > 0
  if (!there) await lake.writeFile(`${folder}/${full}`, local)
  return { name: full, bytes: size, sha256 }
}
