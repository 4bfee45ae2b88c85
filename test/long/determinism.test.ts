import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFirstNight } from '../../sample-data/generator/inbox.ts'
import { readOptions } from '../../sample-data/generator/options.ts'
import { writeSecondNight } from '../../sample-data/generator/second-night.ts'
import type { OutputFile, Manifest } from '../../src/runs/manifest.ts'
import { runIn, withoutGuardRails } from '../support/night.ts'
import { copyShuffled } from '../support/shuffled-inbox.ts'

const size = ['--members', '250000', '--claims', '400000', '--providers', '6000']

type Deliver = (inbox: string, lake: string) => Promise<void>

const asDelivered: Deliver = (inbox, lake) =>
  cp(inbox, path.join(lake, 'inbox'), { recursive: true })

const shuffled: Deliver = (inbox, lake) => copyShuffled(inbox, lake, 'another order')

let folder = ''
let inbox: { readonly first: string; readonly second: string }
let reference: readonly Manifest[] = []

/** Two nights of a new lake: everything, then the day after with the first night as the baseline. */
const twoNights = async (
  name: string,
  deliver: Deliver,
  threads: number,
): Promise<readonly Manifest[]> => {
  const lake = path.join(folder, name)
  const nights: Manifest[] = []
  for (const [at, asOf] of ['2026-06-30', '2026-07-01'].entries()) {
    if (at === 1) await makeSecondNight(lake, nights[0])
    await deliver(at === 0 ? inbox.first : inbox.second, lake)
    const { exit, manifest } = await runIn(lake, { asOf, threads, change: withoutGuardRails })
    expect(exit).toBe(0)
    nights.push(manifest)
  }
  await rm(lake, { recursive: true })
  return nights
}

/** Written once, from the changes that the first lake's first night proposes. */
const makeSecondNight = async (lake: string, first: Manifest | undefined): Promise<void> => {
  if (reference.length > 0 || !first) return
  const loaded = path.join(lake, 'runs', first.run_id, 'reports/assignment_load.csv')
  const args = ['--out', inbox.second, ...size, '--night', '2', '--loaded', loaded]
  writeSecondNight(readOptions(args))
}

/** A night's outputs, except those that name rejected rows by their place in a file. */
const withoutPlaces = ({ outputs }: Manifest): readonly OutputFile[] =>
  outputs.filter(
    ({ name }) => !name.startsWith('quarantine/') && name !== 'reports/not_evaluated.csv',
  )

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-long-'))
  inbox = { first: path.join(folder, 'first'), second: path.join(folder, 'second') }
  writeFirstNight(readOptions(['--out', inbox.first, ...size]))
  reference = await twoNights('reference', asDelivered, 2)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('two nights of 250,000 members and 400,000 claim lines', () => {
  it('are that large, and write relations, lists and reports', () => {
    const read = (feed: string): number =>
      (reference[0]?.inputs ?? [])
        .filter((input) => input.feed === feed)
        .reduce((sum, { rows }) => sum + (rows?.read ?? 0), 0)
    expect(read('claims')).toBeGreaterThanOrEqual(400_000)
    expect(read('enrollment')).toBeGreaterThanOrEqual(250_000)
    for (const { outputs } of reference) {
      for (const kind of [/\.parquet$/, /^registry\//, /^reports\//]) {
        expect(outputs.filter(({ name }) => kind.test(name)).length).toBeGreaterThan(10)
      }
    }
  })

  it('write the same bytes with one thread as with two', async () => {
    const nights = await twoNights('one-thread', asDelivered, 1)
    expect(nights.map(({ outputs }) => outputs)).toEqual(reference.map(({ outputs }) => outputs))
  })

  it('write the same bytes with the rows shuffled within files', async () => {
    const nights = await twoNights('shuffled', shuffled, 2)
    expect(nights.map(withoutPlaces)).toEqual(reference.map(withoutPlaces))
  })
})
