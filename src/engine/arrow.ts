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

/** Everything but numbers and Booleans is written as text, dates as ISO dates. */
const typeOf = ({ type }: Column): ColumnType => {
  if (type === 'BOOLEAN') return new Bool()
  return /INT|DOUBLE|DECIMAL|FLOAT/.test(type) ? new Float64() : new Utf8()
}

/** Collects what the writer has written until `take` fetches it. */
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

/** Yields an Arrow IPC stream: the schema, then a record batch for each batch as it is read. */
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
