import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import type { OutputFile } from '../../src/pipeline/manifest.ts'
import { runKey, sha256OfFile } from '../../src/pipeline/output.ts'
import { readPublished } from '../../src/pipeline/published.ts'
import { listRunIds, readManifest } from '../../src/pipeline/runs.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { withFolder } from '../support/night.ts'
import { ended, start } from '../support/process.ts'
import { AS_OF, fill } from '../support/small-payer.ts'
import { BUCKET, client, openPlace } from './bucket.ts'
import { logLines, timedLog } from './log-lines.ts'
import { type Kind, kinds, trialLake } from './places.ts'
import { randomNumbers } from './random-numbers.ts'

/** On each lake; they go round the events of the log. */
const KILLS = Number(process.env['EMPANEL_KILLS'] ?? 13)

const SEED = Number(process.env['EMPANEL_SEED'] ?? Date.now() % 1_000_000)

/** After so many kills a night is let through to its end and compared. */
const LET_THROUGH = 4

interface Trial {
  readonly place: string
  readonly folder: string
  /** A look at the lake of its own. */
  look<T>(work: (lake: Lake) => Promise<T>): Promise<T>
  run(): ReturnType<typeof start>
}

const trial = async (kind: Kind, folder: string): Promise<Trial> => {
  const from = path.join(folder, 'from')
  await fill(from)
  const { place } = await trialLake(kind, folder, from)
  const temporary = path.join(folder, 'tmp')
  await mkdir(temporary)
  return {
    place,
    folder,
    look: (work) =>
      withFolder(async (spool) =>
        work(kind === 'folder' ? await openLocalLake(place) : await openPlace(place, spool)),
      ),
    run: () => start(['run', '--lake', place, '--as-of', AS_OF], undefined, { TMPDIR: temporary }),
  }
}

/** What consumers read is a complete run, and every file of it is what its manifest says. */
const expectWhole = async ({ look }: Trial): Promise<readonly OutputFile[]> =>
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

/** Nothing is left of the runs that were killed. */
const expectSwept = async ({ look, place, folder }: Trial): Promise<void> => {
  await look(async (lake) => {
    const manifests = await Promise.all(
      (await listRunIds(lake)).map((id) => readManifest(lake, id)),
    )
    expect(manifests).not.toContain(undefined)
  })
  expect(await readdir(path.join(folder, 'tmp'))).toEqual([])
  if (place.startsWith('s3:')) {
    const Prefix = `${place.split('/').at(-1)}/`
    const command = new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix })
    expect((await client.send(command)).Uploads ?? []).toEqual([])
  } else {
    const files = await readdir(place, { recursive: true })
    expect(files.filter((name) => name.endsWith('.draft'))).toEqual([])
  }
}

describe.each(kinds)('a run on a %s', (kind) => {
  it(`leaves what is published whole, however it is killed (${KILLS} times, seed ${SEED})`, async () => {
    await withFolder(async (folder) => {
      const tried = await trial(kind, folder)
      const undisturbed = tried.run()
      const log = timedLog(undisturbed)
      expect((await ended(undisturbed)).exit).toBe(0)
      const reference = await expectWhole(tried)
      const events = await log
      const random = randomNumbers(SEED)
      const tally: Record<string, number> = {}
      for (let kills = 0; kills < KILLS;) {
        const { event, ms } = events[kills % events.length] ?? { event: '', ms: 0 }
        const child = tried.run()
        const end = ended(child)
        const seen = await logLines(child, (line) => line.event === event)
        const timer = setTimeout(() => child.kill('SIGKILL'), random() * ms)
        const { exit } = await end
        clearTimeout(timer)
        if (!seen || exit !== null) continue
        kills++
        tally[event] = (tally[event] ?? 0) + 1
        await expectWhole(tried)
        if (kills % LET_THROUGH > 0) continue
        expect((await ended(tried.run())).exit).toBe(0)
        expect(await expectWhole(tried)).toEqual(reference)
        await expectSwept(tried)
      }
      process.stderr.write(`kills on a ${kind}, seed ${SEED}: ${JSON.stringify(tally)}\n`)
    })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('stops in order within 10 s of a %s', async (signal) => {
    await withFolder(async (folder) => {
      const tried = await trial(kind, folder)
      const child = tried.run()
      const end = ended(child)
      await logLines(child, ({ event }) => event === 'gather starts')
      const asked = performance.now()
      child.kill(signal)
      const { exit } = await end
      expect(performance.now() - asked).toBeLessThan(10_000)
      expect(exit).not.toBe(0)
      await tried.look(async (lake) => {
        expect(await lake.readText('published.json')).toBeUndefined()
        const [id = ''] = await listRunIds(lake)
        expect(await readManifest(lake, id)).toMatchObject({
          status: 'failed',
          error: { message: `Stopped by ${signal}.` },
        })
        const lock = await lake.lock()
        expect(lock?.tookOver).toBe(false)
        await lock?.release()
      })
      expect(await readdir(path.join(folder, 'tmp'))).toEqual([])
    })
  })
})
