import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Outbox } from '../../../src/night/publish/outbox.ts'
import { withNight } from '../../support/one-room.ts'

it('writes nothing once it is abandoned', async () => {
  await withNight({}, async (night, lake) => {
    const outbox = new Outbox(night)
    for (let i = 0; i < 60; i++) await outbox.putText(`reports/${i}.csv`, 'a\n')
    await outbox.abandon()
    const arrived = await readdir(path.join(lake, 'runs/R1/reports'))
    expect(arrived.length).toBeLessThan(60)
    await setTimeout(100)
    expect(await readdir(path.join(lake, 'runs/R1/reports'))).toEqual(arrived)
    expect(night.manifest.outputs).toHaveLength(arrived.length)
  })
})
