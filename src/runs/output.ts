import { createHash, hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Night } from '../night/night.ts'
import { readParts } from '../base/read-parts.ts'

/** The key in the lake of a file that a run writes. */
export const runKey = (runId: string, name: string): string => `runs/${runId}/${name}`

/** To read a file of this size whole is cheaper than part by part. */
const SMALL = 1 << 20

/** The sha256 of a local file, in hex; a large one is read as a stream. */
export const sha256OfFile = async (file: string): Promise<string> => {
  if ((await stat(file)).size <= SMALL) return hash('sha256', await readFile(file), 'hex')
  const sum = createHash('sha256')
  for await (const part of readParts(file)) sum.update(part)
  return sum.digest('hex')
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

/** The same of content that is in memory, without a file on the way. */
export const writeOutputText = async (
  night: Pick<Night, 'runId' | 'lake' | 'manifest'>,
  name: string,
  text: string,
): Promise<void> => {
  const content = Buffer.from(text)
  await night.lake.write(runKey(night.runId, name), content)
  const sha256 = hash('sha256', content, 'hex')
  night.manifest.outputs.push({ name, bytes: content.length, sha256 })
}
