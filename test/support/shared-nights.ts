import type { RunResult } from '../../src/night/run.ts'
import { runIn, withoutGuardRails } from './night.ts'
import { sharedLake, sharedLakeFrom } from './shared-lake.ts'
import { fill } from './small-payer.ts'
import { FIRST, SECOND, fillTen, termed } from './ten-members.ts'

/** The small payer after its first night. */
export const afterOneNight = sharedLake('small-one-night', async (folder) => {
  await fill(folder)
  return runIn(folder, { asOf: FIRST, change: withoutGuardRails })
})

/** The small payer after two nights, with no new file between them. */
export const afterTwoNights = sharedLakeFrom(
  afterOneNight,
  'small-two-nights',
  async (folder, first): Promise<Record<'first' | 'second', RunResult>> => {
    const second = await runIn(folder, { asOf: SECOND, change: withoutGuardRails })
    return { first, second }
  },
)

/** Ten members after a night that is published. */
export const afterTensNight = sharedLake('ten-one-night', async (lake) => {
  await fillTen(lake)
  return runIn(lake, { asOf: FIRST, change: withoutGuardRails })
})

/** Ten members after a night that is held, because one of them was termed. */
export const afterHeldNight = sharedLake('ten-held', async (lake) => {
  await fillTen(lake, { 'inbox/enrollment/1.csv': termed(1) })
  return runIn(lake, { asOf: FIRST })
})
