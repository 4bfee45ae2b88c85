import PQueue from 'p-queue'
import type { FeedConfig } from '../../config/pipeline.ts'
import { columnRules } from '../../feeds/column-rule.ts'
import { type Feed, feeds } from '../../feeds/index.ts'
import { InputRefused } from '../../base/errors.ts'
import type { InputFile } from '../../runs/manifest.ts'
import type { Night } from '../night.ts'
import { compileContract } from '../../feeds/sql/compile.ts'
import type { ContractSql } from '../../feeds/sql/contract-sql.ts'
import { checksum } from './delivery/checksum.ts'
import { InputCache } from './opening/input-cache.ts'
import { type Deliveries, type DeliveredFile, chooseDeliveries } from './delivery/deliveries.ts'
import { fixedPart } from './delivery/file-pattern.ts'
import { type Mapping, settleMapping } from './mapping/mapping.ts'
import { looseName, listed } from '../../formats/column-name.ts'
import { openFile } from './opening/open-file.ts'
import { quotableNames } from '../../formats/file-format.ts'
import type { OpenFile } from './opening/opened.ts'
import {
  type MappingPart,
  aliasesOf,
  knownNames,
  mappingParts,
  onlySource,
} from './mapping/references.ts'
import { strayFolders } from './delivery/stray-folders.ts'

/** A file whose header fits the feed's mapping. */
export interface PlannedFile {
  readonly opened: ReadonlyMap<string, readonly OpenFile[]>
  readonly open: OpenFile
  readonly rank: number
  readonly mapping: Mapping
}

/** What is to be read of one feed. */
export interface FeedPlan {
  readonly feed: Feed
  readonly config: FeedConfig
  readonly contract: ContractSql
  readonly parts: readonly MappingPart[]
  readonly files: readonly PlannedFile[]
  /** Files that are joined to those. */
  readonly joined: readonly OpenFile[]
  /** The files' entries in the manifest, by key. */
  readonly inputs: ReadonlyMap<string, InputFile>
}

/**
 * Finds the deliveries of every feed, takes their checksums and holds their headers against the
 * mappings, all before any row is read. Throws `InputRefused` for what can't be used as a whole.
 */
export const planFeeds = async (night: Night): Promise<FeedPlan[]> => {
  const plans: FeedPlan[] = []
  const checksums = await InputCache.of(night.lake, !night.verifyInputs)
  const strays = await strayFolders(night.lake, night.pipeline)
  night.manifest.notes.push(...strays)
  for (const feed of feeds) {
    const config = night.pipeline.feeds[feed.name]
    const plan = config && (await planFeed(night, feed, config, checksums))
    if (plan) plans.push(plan)
    else if (feed.required) throw noFile(feed, config, strays)
    else night.manifest.absentFeeds.push(feed.name)
  }
  await checksums.save()
  return plans
}

const noFile = (
  feed: Feed,
  config: FeedConfig | undefined,
  strays: readonly string[],
): InputRefused =>
  new InputRefused(
    `Expected a file of the feed ${feed.name}, which a night can't run without; found none${config ? ` at ${config.files.join(', ')}` : ' named in the pipeline file'}.`,
    [
      'Drop the file into the lake, or see that the pipeline file names the right place.',
      ...strays.map((stray) => `Note: ${stray}.`),
    ].join(' '),
  )

/** A file that is asked for by its name should be there. Throws where the feed is required. */
const tellMissing = (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  { read, superseded }: Deliveries,
): void => {
  const found = new Set([...read, ...superseded].map(({ key }) => key))
  const missing = config.files.filter((name) => fixedPart(name) === name && !found.has(name))
  if (missing.length === 0) return
  const message = `Expected ${missing.join(' and ')}, which the pipeline file names for ${feed.name}; found nothing there`
  if (feed.required && read.length > 0) {
    throw new InputRefused(
      `${message}.`,
      'Drop the file into the lake, or see that the pipeline file names the right place.',
    )
  }
  if (!feed.required) night.manifest.notes.push(message)
}

const planFeed = async (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  checksums: InputCache,
): Promise<FeedPlan | undefined> => {
  const parts = await mappingParts(night.engine, feed, config)
  const [primary = onlySource, ...others] = aliasesOf(config)
  const list = (prefix: string) => night.lake.list(prefix)
  const main = await chooseDeliveries(list, config.files, config)
  tellMissing(night, feed, config, main)
  if (main.read.length === 0) return undefined
  const known = knownNames(feed, config, parts)
  const joined = new Map<string, OpenFile[]>()
  const inputs = new Map<string, InputFile>()
  await record(night, feed, config, main, inputs, checksums)
  for (const alias of others) {
    const pattern = config.sources?.[alias] ?? ''
    const found = await chooseDeliveries(list, [pattern], config)
    if (found.read.length === 0) {
      throw new InputRefused(
        `Expected a file at ${pattern} (the source ${alias} of ${feed.name}), found none.`,
        'Drop the file into the lake, or see that the pipeline file names the right place.',
      )
    }
    await record(night, feed, config, found, inputs, checksums)
    joined.set(alias, await openAll(night, found.read, config, known, checksums))
  }
  const opened = await openAll(night, main.read, config, known, checksums)
  const files = opened.map((open, at) => {
    const sources = new Map([[primary, [open]], ...joined])
    const mapping = settleMapping(feed, config, parts, sources)
    return { opened: sources, open, rank: at + 1, mapping }
  })
  noteIgnored(night, feed, config, files)
  return {
    feed,
    config,
    contract: compileContract(feed),
    parts,
    files,
    joined: [...joined.values()].flat(),
    inputs,
  }
}

/** Enters the files in the manifest, those that are read with their checksums. */
const record = async (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  { read, superseded }: Deliveries,
  inputs: Map<string, InputFile>,
  checksums: InputCache,
): Promise<void> => {
  const queue = new PQueue({ concurrency: 2 })
  const sums = await queue.addAll(
    read.map(
      (file) => () =>
        checksums.checksum(file, async () =>
          checksum(file, await night.lake.localPath(file.key, file.listed), {
            maxUnpacked: night.pipeline.settings.max_unpacked,
            options: config,
          }),
        ),
    ),
  )
  for (const { key, bytes } of superseded) {
    night.manifest.inputs.push({
      feed: feed.name,
      uri: key,
      bytes,
      sha256: null,
      use: 'superseded',
    })
  }
  read.forEach(({ key, bytes }, at) => {
    const sha256 = sums[at] ?? null
    const input: InputFile = { feed: feed.name, uri: key, bytes, sha256, use: 'read' }
    inputs.set(key, input)
    night.manifest.inputs.push(input)
  })
}

const openAll = async (
  night: Night,
  files: readonly DeliveredFile[],
  config: FeedConfig,
  known: ReadonlySet<string>,
  checksums: InputCache,
): Promise<OpenFile[]> => {
  const queue = new PQueue({ concurrency: 2 })
  return queue.addAll(
    files.map((file) => () => openFile(night, file, { options: config, known, cache: checksums })),
  )
}

/** Tells once a feed which columns came and go nowhere. */
const noteIgnored = (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  files: readonly PlannedFile[],
): void => {
  const ignored = new Set<string>()
  for (const { opened, mapping } of files) {
    for (const [alias, sources] of opened) {
      const read = mapping.reads.filter((column) => column.alias === alias)
      const names = new Set(read.map(({ name }) => looseName(name)))
      const toTell = new Set(sources.flatMap(quotableNames).filter((name) => name !== ''))
      for (const { name } of sources.flatMap(({ columns }) => columns)) {
        if (!names.has(looseName(name)) && toTell.has(name)) {
          ignored.add(config.sources ? `${alias}.${name}` : name)
        }
      }
    }
  }
  if (ignored.size === 0) return
  const canonical = columnRules(feed).filter(
    ({ name }) => config.columns && !(name in config.columns) && ignored.has(name),
  )
  const note = `${feed.name}: columns that were ignored: ${listed([...ignored].sort(), 40)}`
  const unmapped = canonical.map(({ name }) => name).join(', ')
  const known = unmapped === '' ? '' : `; the contract knows ${unmapped}, but the mapping does not`
  night.manifest.notes.push(note + known)
  night.log.warn({ feed: feed.name, columns: [...ignored].sort() }, 'columns were ignored')
}
