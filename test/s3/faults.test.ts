import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import type { OutputFile } from '../../src/runs/manifest.ts'
import { readPublished } from '../../src/runs/published.ts'
import { readManifest } from '../../src/runs/read-run.ts'
import { csv, withFolder } from '../support/night.ts'
import { claim, claims, fill } from '../support/small-payer.ts'
import { BUCKET, client, copyInto, newPlace, openPlace } from './bucket.ts'
import { faultTable } from './fault-table.ts'
import { type Proxy, startProxy } from './proxy.ts'
import { type Ended, endOf, smallNight } from './small-night.ts'
import { sha256OfFile } from '../../src/base/checksum.ts'
import { runKey } from '../../src/runs/run-id.ts'

let proxy: Proxy

beforeAll(async () => {
  proxy = await startProxy(process.env['EMPANEL_S3_ENDPOINT'] ?? '')
})

afterAll(() => proxy.close())

/** Runs a night with the store at `endpoint`. */
const night = async (place: string, endpoint?: string): Promise<Ended> =>
  withFolder(async (spool) => {
    const open = openPlace(place, spool, endpoint === undefined ? {} : { endpoint })
    return endOf(open.then(smallNight))
  })

/** Enough rejected lines that both the claims and their quarantine are transferred in several parts. */
const manyClaims = (): string =>
  csv([
    ...claims,
    ...Array.from({ length: 50_000 }, (_, i) =>
      claim(`X${i}`, `an unknown member number ${i}`, 'P1', 'no date', { revenue_code: `r${i}` }),
    ),
  ])

const newNight = async (isBig: boolean): Promise<{ place: string; lake: Lake }> =>
  withFolder(async (folder) => {
    const from = path.join(folder, 'from')
    await fill(from, isBig ? { 'inbox/claims/2026-06.csv': manyClaims() } : {})
    const place = await newPlace()
    const lake = await openPlace(place, folder)
    await copyInto(lake, from)
    return { place, lake }
  })

const references = new Map<boolean, readonly OutputFile[]>()

/** The outputs of a night without faults. */
const reference = async (isBig: boolean): Promise<readonly OutputFile[]> => {
  const cached = references.get(isBig)
  if (cached) return cached
  const { place, lake } = await newNight(isBig)
  expect(await night(place)).toEqual({ exit: 0, message: '' })
  const { published } = await readPublished(lake)
  const manifest = await readManifest(lake, published?.run_id ?? '')
  references.set(isBig, manifest?.outputs ?? [])
  return manifest?.outputs ?? []
}

/** Expects the published run to be complete, with the bytes of a night without faults. */
const expectPublished = async (place: string, isBig: boolean): Promise<void> =>
  withFolder(async (folder) => {
    const spool = path.join(folder, 'spool')
    await mkdir(spool)
    const lake = await openPlace(place, spool)
    const { published } = await readPublished(lake)
    const manifest = await readManifest(lake, published?.run_id ?? '')
    expect(manifest?.status).toBe('complete')
    expect(manifest?.outputs).toEqual(await reference(isBig))
    for (const { name, sha256 } of manifest?.outputs ?? []) {
      const file = await lake.localPath(runKey(published?.run_id ?? '', name))
      expect(await sha256OfFile(file)).toBe(sha256)
    }
  })

const unfinishedUploads = async (place: string): Promise<number> => {
  const Prefix = `${place.split('/').at(-1)}/`
  const command = new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix })
  return (await client.send(command)).Uploads?.length ?? 0
}

const exits = {
  published: [0],
  refused: [4],
  failed: [1],
  'published or failed': [0, 1],
} as const

describe(`${faultTable.length} faults of a store: a night is published or ends cleanly`, () => {
  test.each(faultTable)('$name → $end', async ({ rule, end, isBig = false }) => {
    const { place, lake } = await newNight(isBig)
    proxy.set(rule())
    const { exit, message } = await night(place, proxy.endpoint)
    expect(proxy.faults).toBeGreaterThan(0)
    expect({ exit, message }).toEqual({ exit: expect.toBeOneOf([...exits[end]]), message })
    const { published } = await readPublished(lake)
    if (exit === 0) return expectPublished(place, isBig)
    expect(published).toBeUndefined()
    // The process that failed has ended; the next night has a store without faults.
    await lake.remove('.empanel.lease')
    expect(await night(place)).toEqual({ exit: 0, message: '' })
    await expectPublished(place, isBig)
    expect(await unfinishedUploads(place)).toBe(0)
    return undefined
  })
})

test.each([-1, 1])('a machine whose clock is off by %i h publishes anyway', async (hours) => {
  const { place } = await newNight(false)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
  try {
    expect(await night(place)).toEqual({ exit: 0, message: '' })
  } finally {
    vi.useRealTimers()
  }
  await expectPublished(place, false)
})
