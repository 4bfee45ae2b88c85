import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Vitest's global setup: makes a folder for the lakes of `shared-lake.ts`; returns its removal. */
export const setup = async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-lakes-'))
  process.env['EMPANEL_TEST_LAKES'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
