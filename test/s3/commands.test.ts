import { appendFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { lenientPipeline, withFolder } from '../support/night.ts'
import { ended, start } from '../support/process.ts'
import { fill } from '../support/small-payer.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'

const asked = '--request-id R1 --by Ada --member M3 --provider P1 --reason transition --yes'
const decided = '--by Max --reason seen'

/** Every command that writes, or reads what the others wrote; `RUN` is the night's run. */
const commands = [
  'run PIPELINE --as-of 2026-06-30 --only ingest',
  'run PIPELINE --as-of 2026-06-30',
  `request assign-patient ${asked} --pipeline PIPELINE`,
  `approve R1 ${decided} --pipeline PIPELINE`,
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
  `withdraw R1 ${decided} --pipeline PIPELINE`,
  'run PIPELINE --as-of 2026-07-01',
  'prune --keep 0 --days 0 --cache --yes',
  'runs',
] as const

it('every command does in a bucket what it does on a folder, and leaves nothing on the machine', async () => {
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
    const said = async (command: string, at: string): Promise<readonly unknown[]> => {
      const [run = ''] = await (at === local
        ? readdir(path.join(local, 'runs')).catch(() => [])
        : lake.folders('runs/'))
      const args = command.replace('PIPELINE', pipeline).replace('RUN', run).split(' ')
      // Who is given a pipeline file finds there how the store is reached.
      vi.stubEnv('EMPANEL_S3_ENDPOINT', args.includes(pipeline) ? undefined : endpoint)
      const { exit, stdout, stderr } = await ended(
        start([...args, '--lake', at], undefined, { TMPDIR: temporary }),
      )
      vi.unstubAllEnvs()
      const named =
        /\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\dT[\d:.]+Z|\d+\.\d MB|[0-9a-f]{64}/g
      return [
        command,
        exit,
        stdout.replaceAll(at, 'LAKE').replaceAll(named, '…'),
        exit === 0 ? '' : stderr,
      ]
    }
    for (const command of commands) {
      const here = await said(command, local)
      expect(here).toEqual([command, 0, expect.stringMatching(/./), ''])
      expect(await said(command, place)).toEqual(here)
    }
    expect(await readdir(temporary)).toEqual([])
  })
})
