import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import type { OutputFile } from '../../src/runs/manifest.ts'
import { readPublished } from '../../src/runs/published.ts'
import { listRunIds, readManifest } from '../../src/runs/read-run.ts'
import { withFolder } from '../support/night.ts'
import { start } from '../support/process.ts'
import { AS_OF, fill } from '../support/small-payer.ts'
import { BUCKET, client, openPlace } from './bucket.ts'
import { type Kind, trialLake } from './places.ts'
import { sha256OfFile } from '../../src/base/checksum.ts'
import { runKey } from '../../src/runs/run-id.ts'

const linger = new URL('./linger.ts', import.meta.url).href

/** A lake whose nights run as separate processes, which a test can kill or stop. */
export interface Trial {
  readonly place: string
  /** The folder for the spools of its runs. */
  readonly temporary: string
  /** Opens the lake anew for `work`. */
  inspect<T>(work: (lake: Lake) => Promise<T>): Promise<T>
  /** Starts a night; with `lingerAt`, one that pauses briefly after that event of its log. */
  run(lingerAt?: string): ReturnType<typeof start>
}

/** Creates a lake with the small payer. */
export const trialOf = async (kind: Kind, folder: string): Promise<Trial> => {
  const from = path.join(folder, 'from')
  await fill(from)
  const { place } = await trialLake(kind, folder, from)
  const temporary = path.join(folder, 'tmp')
  await mkdir(temporary)
  return {
    place,
    temporary,
    inspect: (work) =>
      withFolder(async (spool) =>
        work(kind === 'folder' ? await openLocalLake(place) : await openPlace(place, spool)),
      ),
    run: (lingerAt) =>
      start(['run', '--lake', place, '--as-of', AS_OF], undefined, {
        TMPDIR: temporary,
        ...(lingerAt === undefined
          ? {}
          : { EMPANEL_TEST_LINGER: lingerAt, NODE_OPTIONS: `--import=${linger}` }),
      }),
  }
}

/** Expects the published run to be complete, with every file matching its manifest. Returns the files. */
export const expectWhole = ({ inspect }: Trial): Promise<readonly OutputFile[]> =>
  inspect(async (lake) => {
    const { published } = await readPublished(lake)
    const manifest = await readManifest(lake, published?.run_id ?? '')
    expect(manifest?.status).toBe('complete')
    const outputs = manifest?.outputs ?? []
    const sums = await Promise.all(
      outputs.map(async ({ name }) =>
        sha256OfFile(await lake.localPath(runKey(published?.run_id ?? '', name))),
      ),
    )
    expect(sums).toEqual(outputs.map(({ sha256 }) => sha256))
    return outputs
  })

/** Whether a run died between its first output and the swap. */
export const isHalfWritten = ({ inspect }: Trial, runId: string | undefined): Promise<boolean> =>
  inspect(async (lake) => {
    if (runId === undefined || (await readPublished(lake)).published?.run_id === runId) return false
    return (await lake.list(`runs/${runId}/`)).length > 0
  })

const uploadsBelow = async (place: string): Promise<number> => {
  const Prefix = `${place.split('/').at(-1)}/`
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix }),
  )
  return Uploads.length
}

/** Expects nothing to be left of the runs that were killed. */
export const expectSwept = async ({ inspect, place, temporary }: Trial): Promise<void> => {
  await inspect(async (lake) => {
    const manifests = await Promise.all(
      (await listRunIds(lake)).map((id) => readManifest(lake, id)),
    )
    expect(manifests).not.toContain(undefined)
  })
  expect(await readdir(temporary)).toEqual([])
  if (place.startsWith('s3:')) return expect(await uploadsBelow(place)).toBe(0)
  const files = await readdir(place, { recursive: true })
  return expect(files.filter((name) => name.endsWith('.draft'))).toEqual([])
}
