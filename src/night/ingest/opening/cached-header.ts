import { createHash } from 'node:crypto'
import { z } from 'zod'
import { literal } from '../../../engine/engine.ts'
import { skippedFaults } from '../../../formats/csv-reader.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import type { OpenFile } from './opened.ts'

/** Stand-ins for the file and the table of faults in a reader's query. */
const FILE = '\u0002file'
const FAULTS = '\u0002faults'

const schema = z.strictObject({
  columns: z.array(
    z.strictObject({ name: z.string(), text: z.string(), isOdd: z.boolean().exactOptional() }),
  ),
  hasHeader: z.boolean(),
  reader: z.string(),
  faults: z
    .strictObject({
      headerLines: z.int(),
      dialect: z.strictObject({ delimiter: z.string(), quote: z.string() }).exactOptional(),
    })
    .exactOptional(),
  lines: z.strictObject({ end: z.enum(['\n', '\r\n']) }).exactOptional(),
})

/** What was found in a file's header, as JSON; `how` identifies the way in which it was read. */
export const cachedHeader = z.strictObject({
  how: z.string(),
  text: z.string(),
  sha256: z.string(),
})
export type CachedHeader = z.output<typeof cachedHeader>

/** Describes an open file, so that it can be opened again without its bytes. */
export const describeHeader = (open: OpenFile, how: string): CachedHeader => {
  const { columns, hasHeader, faults } = open
  const reader = open.reader(FAULTS).replaceAll(literal(open.path), FILE)
  const lines = open.lines && { end: open.lines.end }
  const text = JSON.stringify({ columns, hasHeader, reader, faults, lines })
  return { how, text, sha256: sumOf(how, text) }
}

/** Opens a file at `path` by its cached header; undefined where that is absent, stale or altered. */
export const openCached = (
  cached: CachedHeader | undefined,
  how: string,
  file: DeliveredFile,
  path: string,
): OpenFile | undefined => {
  if (cached?.how !== how || sumOf(how, cached.text) !== cached.sha256) return undefined
  const { data } = schema.safeParse(JSON.parse(cached.text))
  return data && openAt(data, file, path)
}

const openAt = (header: z.output<typeof schema>, file: DeliveredFile, path: string): OpenFile => {
  const { reader, lines, ...rest } = header
  return {
    ...rest,
    file,
    path,
    reader: (faults = skippedFaults) =>
      reader.replaceAll(FILE, () => literal(path)).replaceAll(FAULTS, () => faults),
    ...(lines && { lines: { end: lines.end, of: (copy) => openAt(header, file, copy) } }),
  }
}

const sumOf = (how: string, text: string): string =>
  createHash('sha256').update(`${how}\n${text}`).digest('hex')
