import {
  AsyncByteQueue,
  Bool,
  Field,
  Float64,
  RecordBatchStreamWriter,
  Schema,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import type { Batch, Column } from './engine.ts'

type ColumnType = Bool | Float64 | Utf8

/** Dates come as ISO text, as everything does that is no number and no truth value. */
const typeOf = ({ type }: Column): ColumnType => {
  if (type === 'BOOLEAN') return new Bool()
  return /INT|DOUBLE|DECIMAL|FLOAT/.test(type) ? new Float64() : new Utf8()
}

/** What the writer has written and nobody has taken yet. */
class Written extends AsyncByteQueue {
  #chunks: Uint8Array[] = []

  override write(chunk: Parameters<AsyncByteQueue['write']>[0]): void {
    this.#chunks.push(chunk as Uint8Array)
  }

  take(): Uint8Array[] {
    const chunks = this.#chunks
    this.#chunks = []
    return chunks
  }
}

/** An Arrow IPC stream: the schema, then one record batch for each batch, as they are asked for. */
export async function* arrowStream(
  columns: readonly Column[],
  batches: AsyncIterable<Batch>,
): AsyncIterable<Uint8Array> {
  const types = columns.map(typeOf)
  const schema = new Schema(columns.map(({ name }, at) => new Field(name, types[at]!, true)))
  const written = new Written()
  const writer = new RecordBatchStreamWriter({ autoDestroy: false }).reset(written, schema)
  for await (const batch of batches) {
    const vectors = columns.map(({ name }, at) => [
      name,
      vectorFromArray([...(batch.columns[name] ?? [])], types[at]!),
    ])
    for (const part of new Table(schema, Object.fromEntries(vectors)).batches) writer.write(part)
    yield* written.take()
  }
  writer.close()
  yield* written.take()
}
