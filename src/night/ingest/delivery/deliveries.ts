import type { FeedConfig } from '../../../config/pipeline.ts'
import type { FileFormat, SourceFile } from '../../../formats/file-format.ts'
import { fileFormats, formatByEnding, formatNamed } from '../../../formats/index.ts'
import type { LakeObject } from '../../../lake/lake.ts'
import { InputRefused } from '../../../base/errors.ts'
import { fixedPart, matchesPattern } from './file-pattern.ts'

/** A file to read. */
export interface DeliveredFile extends SourceFile {
  /** Changes when the content does. Empty where the lake has no such tag. */
  readonly tag: string
  /** As the lake listed it. */
  readonly listed: LakeObject
  readonly format: FileFormat
  /** Number of its delivery within the feed, from 1. The files of one subfolder are one delivery. */
  readonly delivery: number
}

/** The files of a feed, those to read and the others. */
export interface Deliveries {
  /** In the order of delivery. */
  readonly read: readonly DeliveredFile[]
  /** Not read, because a later delivery replaces them. */
  readonly superseded: readonly LakeObject[]
}

type Lister = (prefix: string) => Promise<LakeObject[]>

/** A file that matches a pattern. */
interface Found {
  readonly object: LakeObject
  /** The name of its delivery: the file or subfolder in the pattern's folder. */
  readonly delivery: string
  /** Its path below the pattern's folder. */
  readonly below: string
}

/**
 * Chooses the files of a feed to read: of a `snapshot` feed the last delivery, of an `incremental`
 * one all, except those that a redelivery `replaces`. The order is that of the bytes of the paths,
 * never a time.
 */
export const chooseDeliveries = async (
  list: Lister,
  patterns: readonly string[],
  config: Pick<FeedConfig, 'delivery' | 'format' | 'replaces'>,
): Promise<Deliveries> => {
  const found = (await Promise.all(patterns.map((pattern) => findFiles(list, pattern))))
    .flat()
    .filter(({ object }, at, all) => all.findIndex((one) => one.object.key === object.key) === at)
    .sort((a, b) => Buffer.compare(Buffer.from(a.object.key), Buffer.from(b.object.key)))
  const current = config.replaces === undefined ? found : withoutReplaced(found, config.replaces)
  const names = [...new Set(current.map(({ delivery }) => delivery))]
  const first = config.delivery === 'snapshot' ? Math.max(names.length - 1, 0) : 0
  const counting = new Set(names.slice(first))
  const read = current.filter(({ delivery }) => counting.has(delivery))
  return {
    read: read.map(({ object, delivery }) => ({
      key: object.key,
      bytes: object.bytes,
      tag: object.tag,
      listed: object,
      ...formatOf(object.key, config.format),
      delivery: names.indexOf(delivery) - first + 1,
    })),
    superseded: found.filter((one) => !read.includes(one)).map(({ object }) => object),
  }
}

const findFiles = async (list: Lister, pattern: string): Promise<Found[]> => {
  const fixed = fixedPart(pattern)
  const isName = fixed === pattern
  const folder = fixed.slice(0, fixed.lastIndexOf('/') + 1)
  const matches = matchesPattern(pattern)
  return (await list(fixed))
    .filter(({ key }) => matches(key) && !isAside(key.slice(folder.length)))
    .map((object) => {
      const below = object.key.slice(folder.length)
      return { object, below, delivery: isName ? 'files by name' : folder + below.split('/')[0] }
    })
}

/** Whether a path is that of a marker, hidden file or note beside the data. */
export const isAside = (below: string): boolean =>
  below.split('/').some((part) => /^[._]/.test(part)) || /\.(md|sha256|md5|ok|done)$/i.test(below)

/** Keeps, of the files with the same captured text, those of the last delivery. */
const withoutReplaced = (found: readonly Found[], replaces: string): Found[] => {
  const captured = ({ below }: Found): string | undefined => {
    const match = new RegExp(replaces).exec(below)
    return match ? JSON.stringify(match.slice(1)) : undefined
  }
  const last = new Map(found.map((file) => [captured(file), file.delivery]))
  return found.filter((file) => {
    const text = captured(file)
    return text === undefined || last.get(text) === file.delivery
  })
}

/** The format of a file, by the pipeline file or by the ending of its name. */
const formatOf = (
  key: string,
  configured: FeedConfig['format'],
): Pick<DeliveredFile, 'format' | 'gzip'> => {
  const gzip = /\.gz$/i.test(key)
  const ending = /\.([^./]*)$/.exec(gzip ? key.slice(0, -3) : key)?.[1] ?? ''
  const format = configured === undefined ? formatByEnding(ending) : formatNamed(configured)
  if (!format || (gzip && !format.mayBeGzip)) {
    throw new InputRefused(
      `Expected a file ending in ${endings(fileFormats)} (${endings(compressible)} also with .gz), found ${key}.`,
      'Move the file out of the inbox, or set `format` for this feed in the pipeline file.',
    )
  }
  return { format, gzip }
}

const compressible = fileFormats.filter(({ mayBeGzip }) => mayBeGzip)

const endings = (formats: readonly FileFormat[]): string =>
  formats.flatMap((format) => format.endings.map((ending) => `.${ending}`)).join(', ')
