import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { RunResult } from '../../../src/night/run.ts'
import { csv, put, runIn, withoutGuardRails } from '../../support/night.ts'
import { sharedLakeFrom } from '../../support/shared-lake.ts'
import { afterTwoNights } from '../../support/shared-nights.ts'
import { enrollment } from '../../support/small-payer.ts'

const night = (folder: string, asOf: string): Promise<RunResult> =>
  runIn(folder, { asOf, change: withoutGuardRails })

const listOf = (folder: string, { manifest }: RunResult, practice: string): Promise<string> =>
  readFile(path.join(folder, 'runs', manifest.run_id, `registry/${practice}.csv`), 'utf8')

const renamed = enrollment.map((row) =>
  row['member_id'] === 'M3' ? { ...row, last_name: 'Other' } : row,
)

/** On the first night's lists every member is new, on the later ones none is. */
const afterThreeNights = sharedLakeFrom(
  afterTwoNights,
  'unchanged-lists',
  async (folder, nights) => ({ ...nights, third: await night(folder, '2026-07-02') }),
)

it('copies the unchanged lists, and renders the one whose member changed', async () => {
  await afterThreeNights(async (folder, { first, third }) => {
    expect(first.manifest.lists).toMatchObject({ rendered: 2, copied: 0 })
    expect(third.manifest.lists).toMatchObject({ rendered: 0, copied: 2 })
    await put(folder, 'inbox/enrollment/2026-07-03.csv', csv(renamed))
    const fourth = await night(folder, '2026-07-03')
    expect(fourth.manifest.lists).toMatchObject({ rendered: 1, copied: 1 })
    expect(await listOf(folder, fourth, 'K1')).toContain('Other')
  })
})

it('copies the same bytes that rendering writes, and does not copy a file that was tampered with', async () => {
  await afterThreeNights(async (folder, { second, third: copied }) => {
    for (const practice of ['K1', 'K2']) {
      const file = path.join(folder, 'runs', second.manifest.run_id, `registry/${practice}.csv`)
      await writeFile(file, `${await readFile(file, 'utf8')}changed\n`)
    }
    const rendered = await night(folder, '2026-07-02')
    expect(copied.manifest.lists).toMatchObject({ rendered: 0, copied: 2 })
    expect(rendered.manifest.lists).toMatchObject({ rendered: 2, copied: 0 })
    expect(rendered.manifest.outputs).toEqual(copied.manifest.outputs)
  })
})
