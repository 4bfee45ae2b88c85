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

/** A lake whose runs are processes of their own, to be killed or stopped. */
export interface Trial {
  readonly place: string
  /** Where its runs have their spools. */
  readonly temporary: string
  /** A look at the lake of its own. */
  look<T>(work: (lake: Lake) => Promise<T>): Promise<T>
  /** Starts a night; with an event of its log, one that stands still there for a moment. */
  run(lingerAt?: string): ReturnType<typeof start>
}

/** A new lake of the small payer. */
export const trialOf = async (kind: Kind, folder: string): Promise<Trial> => {
  const from = path.join(folder, 'from')
  await fill(from)
  const { place } = await trialLake(kind, folder, from)
  const temporary = path.join(folder, 'tmp')
  await mkdir(temporary)
  return {
    place,
    temporary,
    look: (work) =>
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

/** What consumers read is a complete run, and every file of it is what its manifest says. */
export const expectWhole = ({ look }: Trial): Promise<readonly OutputFile[]> =>
  look(async (lake) => {
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

/** Has a dead run written something that nobody reads: was it between its first output and the swap? */
export const isHalfWritten = ({ look }: Trial, runId: string | undefined): Promise<boolean> =>
  look(async (lake) => {
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

/** Nothing is left of the runs that were killed. */
export const expectSwept = async ({ look, place, temporary }: Trial): Promise<void> => {
  await look(async (lake) => {
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
