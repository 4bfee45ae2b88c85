import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { codeVersion } from '../../../runs/code-version.ts'
import type { Night } from '../../night.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import type { KnownChecksums } from './known-checksums.ts'
import { openCsv } from './open-csv.ts'
import { openNdjson } from './open-ndjson.ts'
import { openParquet } from './open-parquet.ts'
import type { Dialect, OpenFile } from './opened.ts'
import { readable } from '../delivery/readable.ts'
import { sha256 } from '../../../base/checksum.ts'

/**
 * Reads a file's header. `known` are the column names that are looked for, in their forgiving form.
 * Throws `InputRefused` for what can't be read as its format.
 */
const openFile = async (
  night: Pick<Night, 'engine' | 'lake' | 'pipeline' | 'spool'>,
  file: DeliveredFile,
  local: string,
  dialect: Dialect,
  known: ReadonlySet<string>,
): Promise<OpenFile> => {
  await night.lake.localPath(file.key, file.listed)
  switch (file.format) {
    case 'csv':
      return openCsv(file, local, dialect, known)
    case 'parquet':
      return openParquet(night.engine, file, local, night.pipeline.settings.max_unpacked)
    case 'ndjson':
      return readable(file.key, () => openNdjson(night.engine, file, local, known))
  }
}

/**
 * The same, without the file where an earlier night saw its header. Whoever reads its rows then
 * has the lake bring it.
 */
export const openKnown = async (
  night: Pick<Night, 'engine' | 'lake' | 'pipeline' | 'spool'>,
  file: DeliveredFile,
  dialect: Dialect,
  known: ReadonlySet<string>,
  checksums: KnownChecksums,
): Promise<OpenFile> => {
  const place = await plainPath(night.spool, night.lake.placeOf(file.key))
  const { delimiter, encoding, quote } = dialect
  const way = [
    ...[file.format, file.gzip, delimiter, encoding, quote, [...known].toSorted()],
    ...[night.pipeline.settings.max_unpacked, OPENING, (code ??= codeVersion())],
  ]
  const how = sha256(JSON.stringify(way))
  return checksums.open(file, { how, place }, () => openFile(night, file, place, dialect, known))
}

/** To be raised with whatever changes how a header is read or held to be sound. */
const OPENING = 2

/** Read once: it is the checksum of many files. */
let code: ReturnType<typeof codeVersion> | undefined

let links = 0

/** The engine takes `*`, `?` and `[` in a path for a pattern: such a file is read through a link. */
const plainPath = async (spool: string, file: string): Promise<string> => {
  if (!/[*?[\]{}]/.test(file)) return file
  const folder = path.join(spool, 'inbox')
  await mkdir(folder, { recursive: true })
  const link = path.join(folder, `file-${++links}`)
  await symlink(file, link)
  return link
}
