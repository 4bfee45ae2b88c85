import { appendFile, readFile, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { release } from '../../src/cli/commands/release.ts'
import { EmpanelError } from '../../src/base/errors.ts'
import type { RunResult } from '../../src/night/run.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { chooseRun } from '../../src/runs/read-run.ts'
import { effectsAt } from '../support/commands.ts'
import { listing } from '../support/listing.ts'
import { put, runIn, withoutGuardRails } from '../support/night.ts'
import { afterHeldNight } from '../support/shared-nights.ts'
import { FIRST, SECOND } from '../support/ten-members.ts'

const by = { by: 'Ada Analyst', reason: 'a plan left the county' }

/** A lake with one night that is held. */
const withHeld = (
  work: (lake: string, held: RunResult['manifest']) => Promise<void>,
): Promise<void> =>
  afterHeldNight(async (lake, { exit, manifest }) => {
    expect(exit).toBe(3)
    await work(lake, manifest)
  })

const json = async (lake: string, key: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path.join(lake, key), 'utf8'))

/** The release is refused with this exit code and message, and the lake stays as it was. */
const expectRefused = async (
  lake: string,
  runId: string,
  exit: number,
  message: RegExp,
  who = by,
): Promise<void> => {
  const before = await listing(lake)
  const error = await release(runId, { lake, ...who }, effectsAt()).catch(
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(EmpanelError)
  expect(error).toMatchObject({ exit, message: expect.stringMatching(message) })
  expect(await listing(lake)).toEqual(before)
}

describe('a released night', () => {
  it('is published, on a request that records who and why', async () => {
    await withHeld(async (lake, held) => {
      const run = await listing(path.join(lake, 'runs', held.run_id))
      expect(await release(held.run_id, { lake, ...by }, effectsAt())).toEqual({
        run_id: held.run_id,
        by: 'Ada Analyst',
      })
      expect(await json(lake, 'published.json')).toMatchObject({
        run_id: held.run_id,
        as_of: FIRST,
        pipeline: 'nightly',
        history: [{ run_id: held.run_id, as_of: FIRST }],
      })
      const [request = ''] = await readdir(path.join(lake, 'requests'))
      expect(request).toMatch(/^00000001-0{64}\.json$/)
      const { entry } = await json(lake, `requests/${request}`)
      expect(entry).toMatchObject({
        request_id: expect.stringMatching(new RegExp(`^release-${held.run_id}-\\w+$`)),
        kind: 'release',
        run_id: held.run_id,
        requested_by: by.by,
        reason: by.reason,
        requested_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      })
      expect(await listing(path.join(lake, 'runs', held.run_id))).toEqual(run)
    })
  })

  it('is the baseline of the next night', async () => {
    await withHeld(async (lake, held) => {
      await release(held.run_id, { lake, ...by }, effectsAt())
      const next = await runIn(lake, { asOf: SECOND, change: withoutGuardRails })
      expect(next.manifest.baseline_run_id).toBe(held.run_id)
    })
  })
})

describe('a release is refused', () => {
  it('of a run that is not the newest of its date', async () => {
    await withHeld(async (lake, held) => {
      const newer = await runIn(lake, { asOf: FIRST })
      await expectRefused(
        lake,
        held.run_id,
        2,
        new RegExp(`not the newest.*${newer.manifest.run_id}`),
      )
    })
  })

  it('of a run that was complete, released already, or never was', async () => {
    await withHeld(async (lake, held) => {
      await expectRefused(lake, 'no-such-run', 2, /held run no-such-run.*found none/)
      await expectRefused(lake, '../../etc', 2, /held run/)
      await release(held.run_id, { lake, ...by }, effectsAt())
      await expectRefused(lake, held.run_id, 2, /released already/)
      const complete = await runIn(lake, { asOf: SECOND, change: withoutGuardRails })
      await expectRefused(lake, complete.manifest.run_id, 2, /found one that is complete/)
    })
  })

  it('of a run with a changed byte or a missing file', async () => {
    await withHeld(async (lake, held) => {
      const file = path.join(lake, 'runs', held.run_id, 'reports/unassigned.csv')
      await appendFile(file, ' ')
      await expectRefused(
        lake,
        held.run_id,
        1,
        /reports\/unassigned\.csv .* not as the run wrote it/,
      )
      await rm(file)
      await expectRefused(lake, held.run_id, 1, /reports\/unassigned\.csv .* missing/)
    })
  })

  it('without a name or a reason', async () => {
    await withHeld(async (lake, held) => {
      await expectRefused(lake, held.run_id, 2, /--by/, { ...by, by: ' ' })
      await expectRefused(lake, held.run_id, 2, /--reason/, { ...by, reason: '' })
    })
  })
})

it('a held night can be queried before it is released', async () => {
  await withHeld(async (lake, held) => {
    await put(lake, 'inbox/enrollment/2.csv', '')
    const refusedNight = await runIn(lake, { asOf: SECOND })
    expect(refusedNight.exit).toBe(4)
    expect((await chooseRun(await openLocalLake(lake), undefined)).run_id).toBe(held.run_id)
  })
})
