import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { makeCanaries } from './canaries.ts'
import { empanel } from './command.ts'
import { lenientPipeline, put } from './night.ts'
import { sharedLake } from './shared-lake.ts'

export const canaries = makeCanaries()

/** Writes a lake with a canary file of each feed, and a pipeline that accepts their rows. */
export const writeCanaries = async (
  folder: string,
  files = canaries.files,
): Promise<{ readonly lake: string; readonly pipeline: string }> => {
  const lake = path.join(folder, 'lake')
  for (const [key, content] of Object.entries(files)) await put(lake, key, content)
  const pipeline = await lenientPipeline(folder)
  await appendFile(
    pipeline,
    'roles: {manager: [Max], administrator: [Root]}\nschedule: {nightly: "0 0 * * *"}\n',
  )
  return { lake, pipeline }
}

/** The canaries' lake, in a folder with its pipeline, after a night. */
export const afterCanaryNight = sharedLake('canaries', async (folder) => {
  const { lake, pipeline } = await writeCanaries(folder)
  return empanel(['run', pipeline, '--lake', lake, '--as-of', '2026-06-30'])
})
