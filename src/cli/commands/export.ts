import { parquetRows } from '../../engine/file-sql.ts'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { closedRelation } from '../../closing/closed-relations.ts'
import { copyCsv } from '../../engine/csv.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { literal } from '../../engine/engine.ts'
import { relationFile } from '../../runs/run-relations.ts'
import { chooseRun } from '../../runs/read-run.ts'
import type { Effects, Send } from '../effects.ts'

interface ExportOptions {
  readonly lake: string
  readonly run?: string
  readonly month?: string
  readonly year?: string
  readonly format: 'csv' | 'parquet' | 'arrow'
}

/** `empanel export`: sends one public relation of a run, as it was published, or one that closes wrote. */
export const exportRelation = async (
  relation: string,
  options: ExportOptions,
  { openLake }: Effects,
  send: Send,
): Promise<void> => {
  const lake = await openLake(options.lake)
  const closed = await closedRelation(lake, relation, options)
  if (closed !== undefined) return sendQuery(closed, options.format, send)
  const file = await relationFile(lake, await chooseRun(lake, options.run), relation)
  if (options.format === 'parquet') return send(createReadStream(file))
  return sendQuery(`select * from ${parquetRows(file)}`, options.format, send)
}

const sendQuery = (query: string, format: ExportOptions['format'], send: Send): Promise<void> =>
  withEngine(async (engine, spool) => {
    const file = path.join(spool, `export.${format}`)
    if (format === 'arrow') {
      const { arrowStream } = await import('../../engine/arrow.ts')
      const columns = await engine.describe(query)
      return send(arrowStream(columns, engine.stream(query)))
    }
    if (format === 'csv') await copyCsv(engine, query, file)
    else {
      await engine.run(`copy (${query}) to ${literal(file)} (format parquet, compression zstd)`)
    }
    return send(createReadStream(file))
  })
