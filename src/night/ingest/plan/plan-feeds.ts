import PQueue from 'p-queue'
import type { FeedConfig } from '../../../config/pipeline.ts'
import { InputRefused } from '../../../base/errors.ts'
import { type Feed, feeds } from '../../../feeds/index.ts'
import { compileContract } from '../../../feeds/sql/compile.ts'
import type { InputFile } from '../../../runs/manifest.ts'
import type { Night } from '../../night.ts'
import { type DeliveredFile, chooseDeliveries } from '../delivery/deliveries.ts'
import { unreadFolders } from '../delivery/unread-folders.ts'
import { settleMapping } from '../mapping/mapping.ts'
import { aliasesOf, knownNames, mappingParts, onlySource } from '../mapping/references.ts'
import { InputCache } from '../opening/input-cache.ts'
import { type OpenOptions, openFile } from '../opening/open-file.ts'
import type { OpenFile } from '../opening/opened.ts'
import type { FeedPlan } from './feed-plan.ts'
import { noteIgnoredColumns } from './ignored-columns.ts'
import { checkNamedFiles, missingFeed } from './missing-files.ts'
import { recordInputs } from './record-inputs.ts'

/**
 * Plans what to read of every feed before any row is read: finds the deliveries, takes their
 * checksums, and checks their headers against the mappings. Notes feeds without a file as absent.
 *
 * @throws InputRefused for a required feed without a file, and for a file that cannot be used at all
 */
export const planFeeds = async (night: Night): Promise<FeedPlan[]> => {
  const plans: FeedPlan[] = []
  const cache = await InputCache.of(night.lake, !night.verifyInputs)
  const unread = await unreadFolders(night.lake, night.pipeline)
  night.manifest.notes.push(...unread)
  for (const feed of feeds) {
    const config = night.pipeline.feeds[feed.name]
    const plan = config && (await planFeed({ night, feed, config, cache }))
    if (plan) plans.push(plan)
    else if (feed.required) throw missingFeed(feed, config, unread)
    else night.manifest.absentFeeds.push(feed.name)
  }
  await cache.save()
  return plans
}

/** A feed to plan, and where its files' entries in the manifest are collected. */
interface Planning {
  readonly night: Night
  readonly feed: Feed
  readonly config: FeedConfig
  readonly cache: InputCache
}

const planFeed = async (planning: Planning): Promise<FeedPlan | undefined> => {
  const { night, feed, config, cache } = planning
  const parts = await mappingParts(night.engine, feed, config)
  const main = await chooseDeliveries((prefix) => night.lake.list(prefix), config.files, config)
  checkNamedFiles(night, feed, config, main)
  if (main.read.length === 0) return undefined
  const [primary = onlySource] = aliasesOf(config)
  const options = { options: config, known: knownNames(feed, config, parts), cache }
  const inputs = new Map(await recordInputs(planning, main))
  const joined = await openJoined(planning, options, inputs)
  const opened = await openAll(night, main.read, options)
  const files = opened.map((open, at) => {
    const sources = new Map([[primary, [open]], ...joined])
    const mapping = settleMapping({ feed, config, parts, opened: sources })
    return { opened: sources, open, rank: at + 1, mapping }
  })
  noteIgnoredColumns(night, feed, config, files)
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

/** Opens the files of the sources that are joined to the first, by alias, and records them. */
const openJoined = async (
  planning: Planning,
  options: OpenOptions,
  inputs: Map<string, InputFile>,
): Promise<ReadonlyMap<string, readonly OpenFile[]>> => {
  const { night, feed, config } = planning
  const joined = new Map<string, readonly OpenFile[]>()
  for (const alias of aliasesOf(config).slice(1)) {
    const pattern = config.sources?.[alias] ?? ''
    const found = await chooseDeliveries((prefix) => night.lake.list(prefix), [pattern], config)
    if (found.read.length === 0) {
      throw new InputRefused(
        `Expected a file at ${pattern} (source ${alias} of ${feed.name}), found none.`,
        'Drop the file into the lake, or correct its place in the pipeline file.',
      )
    }
    for (const [key, input] of await recordInputs(planning, found)) inputs.set(key, input)
    joined.set(alias, await openAll(night, found.read, options))
  }
  return joined
}

const openAll = (
  night: Night,
  files: readonly DeliveredFile[],
  options: OpenOptions,
): Promise<OpenFile[]> =>
  new PQueue({ concurrency: 2 }).addAll(files.map((file) => () => openFile(night, file, options)))
