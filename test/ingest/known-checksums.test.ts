import { mkdtemp, open, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256OfFile } from '../../src/pipeline/output.ts'
import { ingestingAgain, providers, usual, withNeeded } from './night.ts'

const PANELS = 'inbox/providers/2026-06-30.csv'
const memory = (): string => path.join(lake, 'cache/checksums.json')

let lake = ''

beforeEach(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-checksums-'))
})
afterEach(() => rm(lake, { recursive: true, force: true }))

/** The checksum of the panels' file that a night enters in its manifest. */
const entered = async (options = {}): Promise<string | null | undefined> => {
  await rm(path.join(lake, 'runs'), { recursive: true, force: true })
  return ingestingAgain(
    lake,
    {},
    usual,
    async ({ night }) => night.manifest.inputs.find(({ uri }) => uri === PANELS)?.sha256,
    options,
  )
}

const delivered = async (): Promise<void> => {
  await ingestingAgain(lake, withNeeded({}), usual, async () => {})
  await rm(path.join(lake, 'cache'), { recursive: true, force: true })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
}

const claimAnother = async (): Promise<string> => {
  const wrong = 'f'.repeat(64)
  const known = JSON.parse(await readFile(memory(), 'utf8')) as Record<string, { sha256: string }>
  const panels = known[PANELS]
  if (panels) panels.sha256 = wrong
  await writeFile(memory(), JSON.stringify(known))
  return wrong
}

it('a file whose name, size and times are known keeps its checksum; --verify-inputs takes it again', async () => {
  await delivered()
  const right = await sha256OfFile(path.join(lake, PANELS))
  expect(await entered()).toBe(right)
  const wrong = await claimAnother()
  expect(await entered()).toBe(wrong)
  expect(await entered({ verifyInputs: true })).toBe(right)
  expect(await entered()).toBe(right)
})

it('a file of the same size and modification time with other bytes is not taken for known', async () => {
  await delivered()
  await entered()
  const file = path.join(lake, PANELS)
  const at = new Date('2026-06-30T00:00:00Z')
  await utimes(file, at, at)
  const handle = await open(file, 'r+')
  await handle.write(providers.replace('Ann', 'Eve'))
  await handle.close()
  await utimes(file, at, at)
  expect(await entered()).toBe(await sha256OfFile(file))
})

it('a file written a moment ago is always hashed, since it may change again unseen', async () => {
  await ingestingAgain(lake, withNeeded({}), usual, async () => {})
  expect(JSON.parse(await readFile(memory(), 'utf8'))).toEqual({})
})

it('a memory that is no such thing counts for nothing', async () => {
  await delivered()
  await entered()
  await writeFile(memory(), '{"x": 1}')
  expect(await entered()).toBe(await sha256OfFile(path.join(lake, PANELS)))
})
