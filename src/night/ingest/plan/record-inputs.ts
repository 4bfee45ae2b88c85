import PQueue from 'p-queue'
import type { FeedConfig } from '../../../config/pipeline.ts'
import type { Feed } from '../../../feeds/index.ts'
import type { InputFile } from '../../../runs/manifest.ts'
import type { Night } from '../../night.ts'
import { checksum } from '../delivery/checksum.ts'
import type { DeliveredFile, Deliveries } from '../delivery/deliveries.ts'
import type { InputCache } from '../opening/input-cache.ts'

interface InputContext {
  readonly night: Night
  readonly feed: Feed
  readonly config: FeedConfig
  readonly cache: InputCache
}

/**
 * Adds deliveries to the manifest: the files to read with their checksums, the superseded without.
 * Returns the entries of the files to read, by key.
 */
export const recordInputs = async (
  context: InputContext,
  { read, superseded }: Deliveries,
): Promise<(readonly [string, InputFile])[]> => {
  const { night, feed } = context
  for (const { key, bytes } of superseded) {
    const use = 'superseded'
    night.manifest.inputs.push({ feed: feed.name, uri: key, bytes, sha256: null, use })
  }
  const queue = new PQueue({ concurrency: 2 })
  const sums = await queue.addAll(read.map((file) => () => checksumOf(context, file)))
  return read.map(({ key, bytes }, at) => {
    const sha256 = sums[at] ?? null
    const input: InputFile = { feed: feed.name, uri: key, bytes, sha256, use: 'read' }
    night.manifest.inputs.push(input)
    return [key, input]
  })
}

const checksumOf = ({ night, config, cache }: InputContext, file: DeliveredFile): Promise<string> =>
  cache.checksum(file, async () => {
    const { max_unpacked: maxUnpacked } = night.pipeline.settings
    const path = await night.lake.localPath(file.key, file.listed)
    return checksum(file, path, { maxUnpacked, options: config })
  })
