import type { RunResult } from '../../src/night/run.ts'
import { runIn, withoutGuardRails } from './night.ts'
import { sharedLake, sharedLakeFrom } from './shared-lake.ts'
import { fill } from './small-payer.ts'
import { FIRST, SECOND } from './ten-members.ts'

/** The small payer after its first night. */
export const afterOneNight = sharedLake('small-one-night', async (folder) => {
  await fill(folder)
  return runIn(folder, { asOf: FIRST, change: withoutGuardRails })
})

/** The small payer after two nights, between which nothing came in. */
export const afterTwoNights = sharedLakeFrom(
  afterOneNight,
  'small-two-nights',
  async (folder, first): Promise<Record<'first' | 'second', RunResult>> => {
    const second = await runIn(folder, { asOf: SECOND, change: withoutGuardRails })
    return { first, second }
  },
)
