import { z } from 'zod'
import { literal } from '../../../engine/engine.ts'
import { passedOver } from './csv-reader.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import type { OpenFile } from './opened.ts'
import { sha256 } from '../../../base/checksum.ts'

/** What stands in a reader's text for its file and for the table of faults. */
const FILE = '\u0002file'
const FAULTS = '\u0002faults'

const schema = z.strictObject({
  columns: z.array(
    z.strictObject({ name: z.string(), text: z.string(), isOdd: z.boolean().optional() }),
  ),
  hasHeader: z.boolean(),
  delimiter: z.string().optional(),
  reader: z.string(),
  lines: z.strictObject({ end: z.enum(['\n', '\r\n']) }).optional(),
})

/** What the header of a file said, as text; `how` names the way in which it was read. */
export const knownOpening = z.strictObject({
  how: z.string(),
  text: z.string(),
  sha256: z.string(),
})
export type KnownOpening = z.output<typeof knownOpening>

/** Keeps what was found in a header, so that the file need not be there to know it. */
export const rememberOpening = (open: OpenFile, how: string): KnownOpening => {
  const { columns, hasHeader, delimiter } = open
  const plain = (query: string): string => query.replaceAll(literal(open.path), FILE)
  const lines = open.lines && { end: open.lines.end }
  const reader = plain(open.reader(FAULTS))
  const text = JSON.stringify({ columns, hasHeader, delimiter, reader, lines })
  return { how, text, sha256: sumOf(how, text) }
}

/** The file as it was opened then, to be read at `path`; undefined where that is not known. */
export const openAgain = (
  known: KnownOpening | undefined,
  how: string,
  file: DeliveredFile,
  path: string,
): OpenFile | undefined => {
  if (known?.how !== how || sumOf(how, known.text) !== known.sha256) return undefined
  const { data } = schema.safeParse(JSON.parse(known.text))
  return data && openAt(data, file, path)
}

const openAt = (known: z.output<typeof schema>, file: DeliveredFile, path: string): OpenFile => {
  const { reader, lines, delimiter, columns, hasHeader } = known
  const of = (query: string, faults: string): string =>
    query.replaceAll(FILE, () => literal(path)).replaceAll(FAULTS, () => faults)
  return {
    file,
    path,
    columns: columns.map(({ name, text, isOdd }) => ({
      name,
      text,
      ...(isOdd === undefined ? {} : { isOdd }),
    })),
    hasHeader,
    ...(delimiter === undefined ? {} : { delimiter }),
    reader: (faults = passedOver) => of(reader, faults),
    ...(lines && {
      lines: {
        end: lines.end,
        of: (other) => openAt(known, file, other),
      },
    }),
  }
}

const sumOf = (how: string, text: string): string => sha256(`${how}\n${text}`)
