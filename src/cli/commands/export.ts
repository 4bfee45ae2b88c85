import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { closedRelation } from '../../closing/closed-relations.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { type Engine, literal } from '../../engine/engine.ts'
import { copyCsv } from '../../engine/csv.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { relationFile } from '../../runs/open-run.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { openLake } from '../context.ts'

interface ExportOptions {
  readonly lake: string
  readonly run?: string
  readonly month?: string
  readonly year?: string
  readonly format: 'csv' | 'parquet' | 'arrow'
  readonly out?: string
}

/** `empanel export`: one public relation of a run, as it was published, or what closes wrote. */
export const exportRelation = async (
  relation: string,
  options: ExportOptions,
): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const closed = await closedRelation(lake, relation, options)
  if (closed !== undefined) {
    await withEngine((engine, spool) => writeFrom(engine, closed, spool, options))
    return exitCode.published
  }
  const file = await relationFile(lake, await chooseRun(lake, options.run), relation)
  const query = `select * from read_parquet(${literal(file)})`
  if (options.format === 'parquet')
    await pipeline(createReadStream(file), await destination(options))
  else await withEngine((engine, spool) => writeFrom(engine, query, spool, options))
  return exitCode.published
}

const writeFrom = async (
  engine: Engine,
  query: string,
  spool: string,
  options: ExportOptions,
): Promise<void> => {
  if (options.format === 'parquet') {
    const file = path.join(spool, 'export.parquet')
    await engine.run(`copy (${query}) to ${literal(file)} (format parquet, compression zstd)`)
    await pipeline(createReadStream(file), await destination(options))
  } else if (options.format === 'csv') {
    const csv = path.join(spool, 'export.csv')
    await copyCsv(engine, query, csv)
    await pipeline(createReadStream(csv), await destination(options))
  } else {
    const { arrowStream } = await import('../../engine/arrow.ts')
    const columns = await engine.describe(query)
    await pipeline(arrowStream(columns, engine.stream(query)), await destination(options))
  }
}

/** Opened only when there is something to write, so that a failure before leaves no empty file. */
const destination = async ({ out }: ExportOptions): Promise<NodeJS.WritableStream> => {
  if (out === undefined) return process.stdout
  const file = await open(out, 'w', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `Expected --out to name a file that can be written, found ${out} (${error.code}).`,
      'Make its folder first, or name another.',
    )
  })
  return file.createWriteStream()
}
