import { stat } from 'node:fs/promises'
import { sha256, sha256OfFile } from '../base/checksum.ts'
import type { Lake } from '../lake/lake.ts'
import type { ManifestDraft } from './manifest.ts'
import { runKey } from './run-id.ts'

/** A run that is in progress. */
interface OpenRun {
  readonly runId: string
  readonly lake: Lake
  readonly manifest: ManifestDraft
}

/** Copies a finished local file into tonight's run as `name` and adds it to the manifest. */
export const writeOutput = async (run: OpenRun, name: string, localFile: string): Promise<void> => {
  const [{ size }, checksum] = await Promise.all([stat(localFile), sha256OfFile(localFile)])
  await run.lake.writeFile(runKey(run.runId, name), localFile)
  run.manifest.outputs.push({ name, bytes: size, sha256: checksum })
}

/** Writes text to tonight's run as `name` and adds it to the manifest. */
export const writeOutputText = async (run: OpenRun, name: string, text: string): Promise<void> => {
  const content = Buffer.from(text)
  await run.lake.write(runKey(run.runId, name), content)
  run.manifest.outputs.push({ name, bytes: content.length, sha256: sha256(content) })
}
