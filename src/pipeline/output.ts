import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Night } from './night.ts'

/** The key in the lake of a file that a run writes. */
export const runKey = (runId: string, name: string): string => `runs/${runId}/${name}`

/** The sha256 of a local file, in hex, read as a stream. */
export const sha256OfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** Puts a finished local file into tonight's run as `name` and enters it in the manifest. */
export const writeOutput = async (
  night: Pick<Night, 'runId' | 'lake' | 'manifest'>,
  name: string,
  localFile: string,
): Promise<void> => {
  const [{ size }, sha256] = await Promise.all([stat(localFile), sha256OfFile(localFile)])
  await night.lake.writeFile(runKey(night.runId, name), localFile)
  night.manifest.outputs.push({ name, bytes: size, sha256 })
}
