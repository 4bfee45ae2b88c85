import type { z } from 'zod'
import { csv } from './csv.ts'
import type { FileFormat } from './file-format.ts'
import { ndjson } from './ndjson.ts'
import { parquet } from './parquet.ts'

/** Every format of delivered files. */
const registered = [csv, ndjson, parquet] as const

export type FormatName = (typeof registered)[number]['name']

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

type FormatKeys = Intersection<(typeof registered)[number]['options']>

/** The options of all formats together. */
export type FormatOptions = z.output<z.ZodObject<FormatKeys>>

export const fileFormats: readonly FileFormat[] = registered

export const formatNames: readonly FormatName[] = registered.map(({ name }) => name)

/** The keys that formats add to a feed of a pipeline file. */
export const formatKeys: FormatKeys = Object.assign({}, ...registered.map(({ options }) => options))

/** Finds the format that a pipeline file names. */
export const formatNamed = (name: FormatName): FileFormat => {
  const found = fileFormats.find((format) => format.name === name)
  if (!found) throw new Error(`Expected one of ${formatNames.join(', ')}, found ${name}`)
  return found
}

/** Finds the format of a file by the ending of its name; undefined where no format has that ending. */
export const formatByEnding = (ending: string): FileFormat | undefined =>
  fileFormats.find(({ endings }) => endings.includes(ending.toLowerCase()))
