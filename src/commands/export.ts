import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openDuckDb } from '../engine/duckdb-engine.ts'
import { type Engine, literal } from '../engine/engine.ts'
import { copyCsv } from '../pipeline/csv.ts'
import { type ExitCode, exitCode } from '../pipeline/errors.ts'
import { relationFile } from '../pipeline/open-run.ts'
import { chooseRun } from '../pipeline/runs.ts'
import { withSpool } from '../pipeline/spool.ts'
import { openLake } from './context.ts'

interface ExportOptions {
  readonly lake: string
  readonly run?: string
  readonly format: 'csv' | 'parquet' | 'arrow'
  readonly out?: string
}

/** `empanel export`: one public relation of a run, as it was published. */
export const exportRelation = async (
  relation: string,
  options: ExportOptions,
): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const file = await relationFile(lake, await chooseRun(lake, options.run), relation)
  const out =
    options.out === undefined ? process.stdout : createWriteStream(options.out, { mode: 0o600 })
  await withSpool(async (spool) => {
    await pipeline(await source(file, options.format, spool), out)
  })
  return exitCode.published
}

const source = async (
  file: string,
  format: ExportOptions['format'],
  spool: string,
): Promise<Readable> => {
  if (format === 'parquet') return createReadStream(file)
  const engine = await openDuckDb({ spool })
  const query = `select * from read_parquet(${literal(file)})`
  if (format === 'csv') {
    const target = path.join(spool, 'export.csv')
    await copyCsv(engine, query, target)
    engine.close()
    return createReadStream(target)
  }
  return Readable.from(arrowStream(engine, query))
}

/** Arrow IPC stream: one record batch for each batch of the engine; dates as ISO text. */
async function* arrowStream(engine: Engine, query: string): AsyncIterable<Uint8Array> {
  const { Bool, Field, Float64, RecordBatchStreamWriter, Schema, Table, Utf8, vectorFromArray } =
    await import('apache-arrow')
  const columns = await engine.describe(query)
  const typeOf = (type: string): InstanceType<typeof Bool | typeof Float64 | typeof Utf8> => {
    if (type === 'BOOLEAN') return new Bool()
    return /INT|DOUBLE|DECIMAL|FLOAT/.test(type) ? new Float64() : new Utf8()
  }
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, typeOf(type), true)))
  const writer = new RecordBatchStreamWriter()
  const finished = (async () => {
    for await (const batch of engine.stream(query)) {
      const vectors = Object.fromEntries(
        columns.map(({ name, type }) => [
          name,
          vectorFromArray([...(batch.columns[name] ?? [])], typeOf(type)),
        ]),
      )
      writer.write(new Table(schema, vectors))
    }
    if (writer.closed === undefined) throw new Error('unreachable')
    writer.close()
    engine.close()
  })()
  yield* writer
  await finished
}
