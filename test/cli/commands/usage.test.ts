import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listing } from '../../support/listing.ts'
import { nightlyPipeline, put, withFolder } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'

const expectUsage = async (args: readonly string[], message: RegExp): Promise<void> => {
  const { exit, stdout, stderr } = await empanel(args)
  expect(stderr).toMatch(message)
  expect(stdout).toBe('')
  expect(exit).toBe(2)
}

describe('invalid arguments exit with 2 and say what is expected', () => {
  it.each([
    ['a day that is not in the calendar', '2026-02-30'],
    ['a date in American order', '02/03/2026'],
    ['no date at all', 'yesterday'],
    ['a date with a time', '2026-06-30T00:00:00Z'],
  ])('%s', async (_, date) => {
    await expectUsage(
      ['run', '--lake', '/nowhere', '--as-of', date],
      new RegExp(`--as-of .*2026-06-30, found "${date}"`),
    )
  })

  it('a lake that does not exist', async () => {
    await expectUsage(
      ['run', '--lake', '/no/such/lake'],
      /lake folder at \/no\/such\/lake.*nothing.*init/s,
    )
  })

  it('a file where the lake should be', async () => {
    await expectUsage(['runs', '--lake', nightlyPipeline], /lake folder.*a file/s)
  })

  it('a place that is neither a folder nor a bucket', async () => {
    await expectUsage(['run', '--lake', 'gs://bucket/x'], /a folder or s3:.*found gs:/)
    await expectUsage(['run', '--lake', 's3://Bucket'], /lowercase letters/)
  })

  it('a misspelled command', async () => {
    await expectUsage(['rnu'], /unknown command 'rnu'.*Did you mean run/s)
  })

  it('a misspelled option', async () => {
    await expectUsage(
      ['run', '--as-off', '2026-06-30'],
      /unknown option '--as-off'.*Did you mean --as-of/s,
    )
  })

  it('no command', async () => {
    const { exit, stderr } = await empanel([])
    expect(stderr).toMatch(/Commands:.*run/s)
    expect(exit).toBe(2)
  })

  it('an unknown format', async () => {
    await expectUsage(['export', 'a.b', '--format', 'xlsx'], /csv, parquet, arrow/)
  })

  it('a release without a name or a reason', async () => {
    await expectUsage(['release', 'x', '--reason', 'looked at it'], /--by/)
    await expectUsage(['release', 'x', '--by', 'me'], /--reason/)
    await expectUsage(['release', 'x', '--by', 'me', '--reason', ' '], /--reason must not be empty/)
  })

  it.each([
    ['release', ['x', '--reason', 'y', '--by', ''], /--by must not be empty/],
    ['approve', ['x', '--by', 'Max', '--reason', ' '], /--reason must not be empty/],
    ['reject', ['', '--by', 'Max', '--reason', 'y'], /<request_id> must not be empty/],
    ['request', ['assign-patient', '--by', ''], /--by must not be empty/],
    ['request', ['--file', ''], /--file must not be empty/],
    ['rebalance', ['--by', ''], /--by must not be empty.*name of the person/s],
    ['close', ['2026-06', '--by', ''], /--by must not be empty/],
    ['run', ['--lake', ''], /--lake must not be empty/],
    ['run', ['', '--lake', '/nowhere'], /<pipeline> must not be empty/],
    ['export', ['a.b', '--out', ''], /--out must not be empty/],
    ['explain', ['member', ''], /<member_id> must not be empty/],
    ['history', ['provider', 'P1', '--known-at', ''], /--known-at must not be empty/],
  ])('%s with an empty text', async (command, args, message) => {
    await expectUsage([command, ...args], message)
  })

  it('a lake without a run', async () => {
    await withFolder(async (lake) => {
      await expectUsage(
        ['explain', 'member', 'M1', '--lake', lake],
        /No complete or held run.*empanel run/s,
      )
      await expectUsage(['report', '--lake', lake, '--run', 'x'], /complete or held run x.*none/s)
    })
  })
})

describe('help', () => {
  it('lists commands and exit codes', async () => {
    const { exit, stdout } = await empanel(['--help'])
    expect(exit).toBe(0)
    for (const word of ['run', 'check', 'explain', 'release', '5 lake locked']) {
      expect(stdout).toContain(word)
    }
  })
})

describe('a mistake in a pipeline or a policy is reported with its line and a suggestion', () => {
  const pipeline = async (
    change: (text: string) => string,
    work: (file: string) => Promise<void>,
  ): Promise<void> =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'mine.yaml')
      await writeFile(file, change(await readFile(nightlyPipeline, 'utf8')))
      await work(file)
    })

  it('a typo in a key', async () => {
    await pipeline(
      (text) => text.replace('guard_rails:', 'guard_rials:'),
      (file) =>
        expectUsage(['check', file], /mine\.yaml:\d+:1: unknown key guard_rials.*"guard_rails"/),
    )
  })

  it('a typo in a feed', async () => {
    await pipeline(
      (text) => text.replace('  claims:', '  claim:'),
      (file) =>
        expectUsage(['check', file], /mine\.yaml:\d+:3: unknown key claim in feeds.*"claims"/),
    )
  })

  it('a missing file', async () => {
    await expectUsage(
      ['run', 'no-such.yaml', '--lake', '/nowhere'],
      /pipeline file at .*no-such\.yaml, found nothing/,
    )
  })

  it('a missing policy', async () => {
    await pipeline(
      (text) => text.replace('policy: caresource', 'policy: carresource'),
      (file) =>
        expectUsage(['check', file], /carresource\.yaml in the folder policies.*caresource/s),
    )
  })

  it('a policy with an unknown step, before the lake is opened', async () => {
    await pipeline(
      (text) => text.replace('policy: caresource', 'policy: ours'),
      async (file) => {
        const folder = path.dirname(file)
        await put(
          folder,
          'policies/ours.yaml',
          'name: ours\nextends: caresource\nassignment:\n  steps:\n    - step: nearest\n      label: The nearest\n',
        )
        await mkdir(path.join(folder, 'lake'))
        const message = /ours\.yaml:5:\d+: .*(lock_in).*(self_selection).*(geographic)/s
        await expectUsage(['check', file], message)
        await expectUsage(['run', file, '--lake', path.join(folder, 'lake')], message)
        expect(await listing(path.join(folder, 'lake'))).toEqual({})
      },
    )
  })
})

describe('check', () => {
  it('finds no fault in the pipelines, policies, contracts and models that come with empanel', async () => {
    const { exit, stdout } = await empanel(['check'])
    expect(stdout).toMatch(/all models are sound/)
    expect(exit).toBe(0)
  })
})
