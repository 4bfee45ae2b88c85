import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Vitest's global setup: a folder for the lakes of `shared-lake.ts`, removed when the run ends. */
export default async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-lakes-'))
  process.env['EMPANEL_TEST_LAKES'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
