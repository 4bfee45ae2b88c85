import { appendFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { lenientPipeline, withFolder } from '../support/night.ts'
import { ended, start } from '../support/process.ts'
import { fill } from '../support/small-payer.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'

const request = '--request-id R1 --by Ada --member M3 --provider P1 --reason transition --yes'
const decision = '--by Max --reason seen'

/** Every command that writes, or reads what the others wrote; `RUN` is the run of the night. */
const commands = [
  'run PIPELINE --as-of 2026-06-30 --only ingest',
  'run PIPELINE --as-of 2026-06-30',
  `request assign-patient ${request} --pipeline PIPELINE`,
  `approve R1 ${decision} --pipeline PIPELINE`,
  'requests R1 --pipeline PIPELINE',
  'history member M1 --pipeline PIPELINE',
  'history provider P1',
  'explain request R1',
  'rebalance --pipeline PIPELINE',
  'close 2026-05 --pipeline PIPELINE',
  'close 2026-06',
  'export publication.member_month',
  'quality-population 2026 --preliminary --pipeline PIPELINE',
  'verify',
  'replay RUN',
  `withdraw R1 ${decision} --pipeline PIPELINE`,
  'run PIPELINE --as-of 2026-07-01',
  'prune --keep 0 --days 0 --cache --yes',
  'runs',
] as const

it('every command does the same in a bucket as in a folder, and leaves no temporary file', async () => {
  await withFolder(async (folder) => {
    const [local, temporary] = [path.join(folder, 'lake'), path.join(folder, 'tmp')]
    await mkdir(temporary)
    await fill(local)
    const place = await newPlace()
    const lake = await openPlace(place, folder)
    await copyInto(lake, local)
    const pipeline = await lenientPipeline(folder)
    const endpoint = process.env['EMPANEL_S3_ENDPOINT'] ?? ''
    await appendFile(
      pipeline,
      `roles: {manager: [Max]}\nsettings: {s3: {endpoint: "${endpoint}"}}\n`,
    )
    const outcomeOf = async (command: string, at: string): Promise<readonly unknown[]> => {
      const [run = ''] = await (at === local
        ? readdir(path.join(local, 'runs')).catch(() => [])
        : lake.folders('runs/'))
      const args = command.replace('PIPELINE', pipeline).replace('RUN', run).split(' ')
      // Commands with a pipeline file must take the store's settings from there.
      vi.stubEnv('EMPANEL_S3_ENDPOINT', args.includes(pipeline) ? undefined : endpoint)
      const { exit, stdout, stderr } = await ended(
        start([...args, '--lake', at], undefined, { TMPDIR: temporary }),
      )
      vi.unstubAllEnvs()
      const varying =
        /\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\dT[\d:.]+Z|\d+\.\d MB|[0-9a-f]{64}/g
      return [
        command,
        exit,
        stdout.replaceAll(at, 'LAKE').replaceAll(varying, '…'),
        exit === 0 ? '' : stderr,
      ]
    }
    for (const command of commands) {
      const expected = await outcomeOf(command, local)
      expect(expected).toEqual([command, 0, expect.stringMatching(/./), ''])
      expect(await outcomeOf(command, place)).toEqual(expected)
    }
    expect(await readdir(temporary)).toEqual([])
  })
})
