import { createHash } from 'node:crypto'
import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import type { FormatOptions } from '../../../formats/index.ts'
import { codeVersion } from '../../../runs/code-version.ts'
import type { Night } from '../../night.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import type { InputCache } from './input-cache.ts'
import type { OpenFile } from './opened.ts'

/** How the headers of a feed's files are read. */
export interface OpenOptions {
  readonly options: FormatOptions
  /** The names that the contract or the mapping gives to columns, as `looseName` spells them. */
  readonly known: ReadonlySet<string>
  readonly cache: InputCache
}

/**
 * Reads a file's header, from the cache where an earlier night read it. The file may then not have
 * been fetched: code that reads its rows must get its local path from the lake first.
 *
 * @throws InputRefused for a file that cannot be read as its format
 */
export const openFile = async (
  night: Pick<Night, 'engine' | 'lake' | 'pipeline' | 'spool'>,
  file: DeliveredFile,
  { options, known, cache }: OpenOptions,
): Promise<OpenFile> => {
  const { lake, engine, pipeline } = night
  const place = await plainPath(night.spool, lake.pathOf(file.key))
  const { max_unpacked: maxUnpacked } = pipeline.settings
  const { format, gzip } = file
  const own = Object.keys(format.options).map((key) => options[key as keyof FormatOptions])
  const inputs = [format.name, gzip, own, [...known].toSorted(), maxUnpacked]
  const how = sha256([...inputs, HEADER_VERSION, (code ??= codeVersion())])
  return cache.open(file, { how, place }, async () => {
    await lake.localPath(file.key, file.listed)
    const request = { engine, file, path: place, known, options, maxUnpacked }
    return { file, ...(await format.open(request)) }
  })
}

/** To be raised with whatever changes how a header is read or checked. */
const HEADER_VERSION = 3

/** Taken once, because it is the checksum of many files. */
let code: ReturnType<typeof codeVersion> | undefined

const sha256 = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

let links = 0

/** Returns a path without wildcards: the engine would expand `*`, `?` and `[`, so it gets a link. */
const plainPath = async (spool: string, file: string): Promise<string> => {
  if (!/[*?[\]{}]/.test(file)) return file
  const folder = path.join(spool, 'inbox')
  await mkdir(folder, { recursive: true })
  const link = path.join(folder, `file-${++links}`)
  await symlink(file, link)
  return link
}
