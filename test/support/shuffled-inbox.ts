import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { put } from './night.ts'

/** The records of a CSV file with their line ends; a line end between quotes ends none. */
const records = (text: string): string[] => {
  const found: string[] = []
  let record = ''
  for (const line of text.split(/(?<=\n)/)) {
    record += line
    if (record.split('"').length % 2 === 0) continue
    found.push(record)
    record = ''
  }
  return record === '' ? found : [...found, record]
}

const orderOf = (record: string, seed: string): string =>
  createHash('sha256').update(seed).update(record).digest('hex')

/** The same file with its records, all but the header, in another order. */
const shuffled = (bytes: Buffer, seed: string): Buffer => {
  const text = bytes.toString('latin1')
  const [header = '', ...rows] = records(text.endsWith('\n') ? text : `${text}\n`)
  const keyed = rows.map((row) => ({ row, key: orderOf(row, seed) }))
  const order = keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)
  return Buffer.from([header, ...order].join(''), 'latin1')
}

/** Copies an inbox of CSV files into a lake, each with its rows shuffled. */
export const copyShuffled = async (inbox: string, lake: string, seed: string): Promise<void> => {
  for (const entry of await readdir(inbox, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = await readFile(file)
    const isZipped = file.endsWith('.gz')
    const rows = shuffled(isZipped ? gunzipSync(bytes) : bytes, seed)
    const key = path.join('inbox', path.relative(inbox, file))
    await put(lake, key, isZipped ? gzipSync(rows) : rows)
  }
}
