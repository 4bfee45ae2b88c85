import { cp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { runIn, withFolder } from '../support/night.ts'
import { copyShuffled } from '../support/shuffled-inbox.ts'

const inbox = fileURLToPath(new URL('../../sample-data/inbox/', import.meta.url))

/** Names and checksums of a night's outputs, except those that name records by their place in a file. */
const written = ({ manifest }: RunResult): unknown =>
  manifest.outputs.filter(
    ({ name }) => !name.startsWith('quarantine/') && name !== 'reports/not_evaluated.csv',
  )

const sums = ({ manifest }: RunResult): unknown => manifest.inputs.map(({ sha256 }) => sha256)

const rowsByOutcome = ({ manifest }: RunResult): unknown =>
  manifest.inputs.map(({ uri, rows }) => [uri, rows])

const nightOf = (fill: (lake: string) => Promise<void>, threads: number): Promise<RunResult> =>
  withFolder(async (lake) => {
    await fill(lake)
    return runIn(lake, { asOf: '2026-06-30', threads })
  })

const asDelivered = (lake: string): Promise<void> =>
  cp(inbox, path.join(lake, 'inbox'), { recursive: true })

describe("the sample payer's night", () => {
  it('writes the same bytes with one thread and with two, and with rows shuffled within files', async () => {
    const one = await nightOf(asDelivered, 1)
    expect(one.exit).toBe(0)
    expect(one.manifest.outputs.length).toBeGreaterThan(50)

    const two = await nightOf(asDelivered, 2)
    expect(two.manifest.outputs).toEqual(one.manifest.outputs)

    const shuffled = await nightOf((lake) => copyShuffled(inbox, lake, 'first'), 2)
    expect(sums(shuffled)).not.toEqual(sums(one))
    expect(rowsByOutcome(shuffled)).toEqual(rowsByOutcome(one))
    expect(shuffled.manifest.controlTotals).toEqual(one.manifest.controlTotals)
    expect(written(shuffled)).toEqual(written(one))
  })
})
