import { describe, expect, it } from 'vitest'
import { listing } from '../support/listing.ts'
import { runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { afterTensNight } from '../support/shared-nights.ts'
import { FIRST, SECOND, fillTen, termed } from '../support/ten-members.ts'

describe('a dry run leaves the lake unchanged, and reports what the night', () => {
  it.each([
    ['would publish', {}, 0, 'complete'],
    ['would hold', { 'inbox/enrollment/1.csv': termed(1) }, 3, 'held'],
    ['would refuse', { 'inbox/providers/1.csv': '' }, 4, 'refused'],
  ])('%s', async (_, files, exit, status) => {
    await withFolder(async (lake) => {
      await fillTen(lake, files)
      const before = await listing(lake)
      const result = await runIn(lake, { asOf: FIRST, dryRun: true })
      expect(result.exit).toBe(exit)
      expect(result.manifest.status).toBe(status)
      const { '.empanel.lock': _lock, ...after } = await listing(lake)
      expect(after).toEqual(before)
    })
  })
})

describe('a dry run between two nights', () => {
  it('changes nothing for the second', async () => {
    await afterTensNight(async (lake, first) => {
      await runIn(lake, { asOf: SECOND, dryRun: true })
      const again = await runIn(lake, { asOf: FIRST, change: withoutGuardRails })
      expect(again.manifest.outputs).toEqual(first.manifest.outputs)
    })
  })
})
