import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readChain } from '../../../src/requests/chain.ts'
import { submit } from '../../../src/requests/submit.ts'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { listing } from '../../support/listing.ts'
import { csv, put, runIn, withFolder, withoutGuardRails } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'
import { afterOneNight } from '../../support/shared-nights.ts'
import { sharedLakeFrom } from '../../support/shared-lake.ts'
import { claim, claims, fill } from '../../support/small-payer.ts'
import { request } from '../../requests/entries.ts'

/** The small payer after two nights, with a request and a new file between them. */
const afterTwoRuns = sharedLakeFrom(
  afterOneNight,
  'replay-two-nights',
  async (folder, first): Promise<readonly [string, string]> => {
    await put(folder, 'inbox/claims/later.csv', csv([claim('C9', 'M3', 'P2', '2026-06-30')]))
    await submit(
      await openLocalLake(folder),
      [{ request: request('R1', { member_id: 'M3' }), timed: true }],
      { manager: [], administrator: [] },
    )
    const second = await runIn(folder, { asOf: '2026-07-01', change: withoutGuardRails })
    return [first.manifest.run_id, second.manifest.run_id]
  },
)

const replayed = async (folder: string, run: string): Promise<[number | null, Replay]> => {
  const { exit, stdout } = await empanel(['replay', run, '--lake', folder, '--json'])
  return [exit, JSON.parse(stdout) as Replay]
}

interface Replay {
  readonly identical: boolean
  readonly files: number
  readonly differences: readonly string[]
}

describe('replay', () => {
  it('rebuilds a night byte for byte, whatever came after it, and writes nothing', async () => {
    await afterTwoRuns(async (folder, [first, second]) => {
      const before = await listing(folder)
      expect((await readChain(await openLocalLake(folder))).head.seq).toBe(1)
      expect(await replayed(folder, first)).toEqual([
        0,
        expect.objectContaining({ identical: true, differences: [] }),
      ])
      expect(await replayed(folder, second)).toEqual([
        0,
        expect.objectContaining({ identical: true, differences: [] }),
      ])
      expect(await listing(folder)).toEqual(before)
    })
  })

  it('rebuilds a night that was sent the same claims twice', async () => {
    await withFolder(async (folder) => {
      await fill(folder, { 'inbox/claims/again.csv': csv(claims) })
      const { manifest } = await runIn(folder, { asOf: '2026-06-30', change: withoutGuardRails })
      const sums = manifest.inputs.filter(({ feed }) => feed === 'claims').map((one) => one.sha256)
      expect([sums.length, new Set(sums).size]).toEqual([2, 1])
      expect(await replayed(folder, manifest.run_id)).toEqual([
        0,
        expect.objectContaining({ identical: true, differences: [] }),
      ])
    })
  })

  it('names the input that has changed or is missing', async () => {
    await afterTwoRuns(async (folder, [first, second]) => {
      await appendFile(path.join(folder, 'inbox/providers/2026-06-30.csv'), '\n')
      await rm(path.join(folder, 'inbox/claims/later.csv'))
      const [exit, told] = await replayed(folder, second)
      expect(exit).toBe(1)
      expect(told.differences.toSorted()).toEqual([
        'The input inbox/claims/later.csv is missing.',
        'The input inbox/providers/2026-06-30.csv has other bytes.',
      ])
      expect((await replayed(folder, first))[1].differences).toHaveLength(1)
    })
  })

  it('names the file of the run or of its baseline that has changed', async () => {
    await afterTwoRuns(async (folder, [first, second]) => {
      const report = `runs/${first}/reports/run_summary.csv`
      await appendFile(path.join(folder, report), 'x')
      expect((await replayed(folder, first))[1].differences).toEqual([
        `The file of the run ${report} has other bytes.`,
      ])
      const relation = `runs/${first}/assignment/assigned_provider.parquet`
      await appendFile(path.join(folder, relation), 'x')
      expect((await replayed(folder, second))[1].differences).toEqual([
        `The file of the baseline ${relation} has other bytes.`,
      ])
    })
  })

  it('names the version that differs where the bytes do', async () => {
    await afterTwoRuns(async (folder, [first]) => {
      const file = path.join(folder, `runs/${first}/manifest.json`)
      const manifest = await readFile(file, 'utf8')
      const { outputs } = JSON.parse(manifest) as { outputs: { name: string; sha256: string }[] }
      const output = outputs.find(({ name }) => name === 'reports/run_summary.csv')
      const other = 'f'.repeat(64)
      await writeFile(
        file,
        manifest
          .replace(/"empanel": "[^"]*"/, '"empanel": "0.0.1"')
          .replace(output?.sha256 ?? '', other),
      )
      const [, { differences }] = await replayed(folder, first)
      expect(differences[0]).toMatch(/^The version of empanel was 0\.0\.1, and is /)
      expect(differences).toContain('The replay wrote reports/run_summary.csv with other bytes.')
    })
  })

  it('reports a run whose settings only another version can read', async () => {
    await afterTwoRuns(async (folder, [first]) => {
      const file = path.join(folder, `runs/${first}/manifest.json`)
      const manifest = await readFile(file, 'utf8')
      await writeFile(
        file,
        manifest
          .replace(/"empanel": "[^"]*"/, '"empanel": "0.0.1"')
          .replace('"cost_terms"', '"terms_of_old"'),
      )
      const [exit, { differences }] = await replayed(folder, first)
      expect(exit).toBe(1)
      expect(differences).toEqual([
        expect.stringMatching(/^The version of empanel was 0\.0\.1, and is /),
        'This version cannot rebuild it; the version that wrote it can.',
      ])
    })
  })

  it('refuses an unknown run', async () => {
    await withFolder(async (folder) => {
      await fill(folder)
      const { exit, stderr } = await empanel(['replay', 'R1', '--lake', folder])
      expect([exit, stderr]).toEqual([2, expect.stringContaining('`empanel runs` lists them')])
    })
  })
})
