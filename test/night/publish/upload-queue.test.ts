import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { UploadQueue } from '../../../src/night/publish/upload-queue.ts'
import { withNight } from '../../support/one-room.ts'

it('writes nothing more once it is abandoned', async () => {
  await withNight({}, async (night, lake) => {
    const uploads = new UploadQueue(night)
    for (let i = 0; i < 60; i++) await uploads.putText(`reports/${i}.csv`, 'a\n')
    await uploads.abandon()
    const arrived = await readdir(path.join(lake, 'runs/R1/reports'))
    expect(arrived.length).toBeLessThan(60)
    await setTimeout(100)
    expect(await readdir(path.join(lake, 'runs/R1/reports'))).toEqual(arrived)
    expect(night.manifest.outputs).toHaveLength(arrived.length)
  })
})
