import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePipeline } from '../../../src/config/pipeline.ts'
import { decideOn, requestFile, requestOne, requests, verify } from '../../support/commands.ts'
import { listing } from '../../support/listing.ts'
import { csv, nightlyPipeline, put, runIn, withFolder } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'
import { fill } from '../../support/small-payer.ts'

const noon = (day: string) => ({ now: () => new Date(`${day}T16:00:00Z`) })

interface Desk {
  readonly lake: string
  readonly options: { readonly lake: string; readonly pipeline: string; readonly yes: true }
}

/** A lake and a pipeline in which Max is a manager and Root an administrator. */
const atDesk = (work: (desk: Desk) => Promise<void>, roles = ''): Promise<void> =>
  withFolder(async (folder) => {
    const lake = path.join(folder, 'lake')
    await put(lake, 'inbox/.keep', '')
    await put(
      folder,
      'mine.yaml',
      `name: mine\npolicy: caresource\nfeeds:\n  enrollment:\n  providers:\nroles:\n  manager: [Max]\n  administrator: [Root]\n${roles}`,
    )
    await work({ lake, options: { lake, pipeline: path.join(folder, 'mine.yaml'), yes: true } })
  })

const assignment = {
  kind: 'assign_patient',
  request_id: 'R1',
  requested_by: 'Ada',
  member_id: 'M1',
  provider_id: 'P2',
  reason: 'transition',
  effective_date: '2026-07-01',
}

const max = { by: 'Max', reason: 'looked at it' }

describe('request', () => {
  it('shows what it would do before it writes, and writes only with --yes', async () => {
    await atDesk(async ({ lake, options }) => {
      const { yes: _yes, ...unsaid } = options
      const shown = await requestOne(assignment, unsaid, noon('2026-06-02'))
      expect(shown).toMatch(
        /R1: P2 as primary of member M1\n  If approved today, it is in effect from 2026-07-01 to open/,
      )
      expect(shown).toMatch(/Nothing was written. Add --yes/)
      expect(await readdir(lake)).toEqual(['inbox'])
      expect(await requestOne(assignment, options, noon('2026-06-02'))).toMatch(
        /Written: one request, pending/,
      )
      expect(await readdir(path.join(lake, 'requests'))).toHaveLength(1)
    })
  })

  it('shows which request it would supersede, and that it is late', async () => {
    await atDesk(async ({ options }) => {
      await requestOne({ ...assignment, effective_date: '' }, options, noon('2026-06-02'))
      await decideOn('approve', ['R1'], { ...options, ...max }, noon('2026-06-02'))
      const late = { ...assignment, request_id: 'R2', effective_date: '2026-06-05' }
      const shown = await requestOne(late, options, noon('2026-06-10'))
      expect(shown).toMatch(/in effect from 2026-06-10 to open/)
      expect(shown).toMatch(
        /Requested from 2026-06-05, but approved later, so it starts on the day of its approval/,
      )
      expect(shown).toMatch(/Supersedes R1/)
    })
  })

  it('is recognized when sent again with the same content, and refused with other content', async () => {
    await atDesk(async ({ lake, options }) => {
      await requestOne(assignment, options, noon('2026-06-02'))
      const before = await listing(lake)
      expect(await requestOne(assignment, options, noon('2026-06-03'))).toBe(
        'R1 was sent before, with the same content.\n',
      )
      await expect(
        requestOne({ ...assignment, provider_id: 'P3' }, options, noon('2026-06-03')),
      ).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(/R1 is already the id of another/),
      })
      expect(await listing(lake)).toEqual(before)
    })
  })

  it('names the options in its errors', async () => {
    await atDesk(async ({ options }) => {
      await expect(
        requestOne({ kind: 'assign_patient', end_date: '2026-02-29' }, options),
      ).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(
          /--by is missing\n--member is missing[^]*--end expected a calendar day/,
        ),
      })
    })
  })

  it('sends a file, all of it or nothing', async () => {
    await atDesk(async ({ lake, options }) => {
      const rows = [assignment, { ...assignment, request_id: 'R2', member_id: 'M2' }]
      await put(lake, '../good.csv', csv(rows))
      await put(
        lake,
        '../bad.csv',
        csv([...rows, { ...assignment, request_id: 'R3', reason: 'x' }]),
      )
      await put(lake, '../twice.csv', csv([...rows, { ...assignment, member_id: 'M3' }]))
      const file = (name: string): string => path.join(lake, '..', name)
      await expect(requestFile(file('bad.csv'), options)).rejects.toMatchObject({ exit: 4 })
      await expect(requestFile(file('twice.csv'), options)).rejects.toMatchObject({ exit: 2 })
      expect(await readdir(lake)).toEqual(['inbox'])
      expect(await requestFile(file('good.csv'), options)).toMatch(/Written: 2 requests/)
      expect(await requestFile(file('good.csv'), options)).toMatch(
        /R1 was sent before.*\nR2 was sent before/,
      )
    })
  })

  it('refuses a release, which has a command of its own', async () => {
    await atDesk(async ({ lake, options }) => {
      const release = { kind: 'release', request_id: 'R1', run_id: 'X', reason: 'x' }
      await put(lake, '../x.csv', csv([release]))
      await expect(
        requestFile(path.join(lake, '../x.csv'), { ...options, by: 'Ada' }),
      ).rejects.toMatchObject({ exit: 2, hint: expect.stringMatching(/empanel release/) })
    })
  })
})

describe('who decides', () => {
  const decide = (desk: Desk, by: string, verdict: 'approve' | 'reject' | 'withdraw' = 'approve') =>
    decideOn(verdict, ['R1'], { ...desk.options, by, reason: 'why not' }, noon('2026-06-02'))

  it('managers and administrators of the pipeline file, and no one else', async () => {
    await atDesk(async (desk) => {
      await requestOne(assignment, desk.options, noon('2026-06-01'))
      await expect(decide(desk, 'Eve')).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(/a manager or an administrator, found Eve/),
      })
      expect(await decide(desk, 'max')).toMatch(/Approved by max, manager, on 2026-06-02/)
    })
  })

  it('no one, where the pipeline file lists no one', async () => {
    await atDesk(async (desk) => {
      await requestOne(assignment, desk.options, noon('2026-06-01'))
      const options = { lake: desk.lake, ...max }
      await expect(decideOn('approve', ['R1'], options)).rejects.toMatchObject({
        hint: expect.stringMatching(/It lists no one. Add `roles:/),
      })
    })
  })

  it('no one on their own request, not even an administrator', async () => {
    await atDesk(async (desk) => {
      await requestOne({ ...assignment, requested_by: 'ROOT' }, desk.options, noon('2026-06-01'))
      await expect(decide(desk, 'Root')).rejects.toThrow(/own request/)
      await expect(decide(desk, 'Root', 'reject')).rejects.toThrow(/own request/)
      expect(await decide(desk, 'Root', 'withdraw')).toMatch(/withdrawn/)
    })
  })

  it('only an administrator on a retroactive request', async () => {
    await atDesk(async (desk) => {
      const past = { ...assignment, effective_date: '2026-03-01', retroactive: 'yes' }
      await requestOne(past, desk.options, noon('2026-06-01'))
      await expect(decide(desk, 'Max')).rejects.toThrow(/only an administrator can approve it/)
      expect(await decide(desk, 'Root')).toMatch(/R1  in_force  2026-03-01 to open/)
    })
  })

  it('the requester takes it back, and no other requester does', async () => {
    await atDesk(async (desk) => {
      await requestOne(assignment, desk.options, noon('2026-06-01'))
      await expect(decide(desk, 'Eve', 'withdraw')).rejects.toThrow(/manager or an administrator/)
      expect(await decide(desk, 'Ada', 'withdraw')).toMatch(/Withdrawn by Ada, requester/)
    })
  })

  it('only listed people request, where the pipeline file lists requesters', async () => {
    await atDesk(async (desk) => {
      await expect(
        requestOne({ ...assignment, requested_by: 'Eve' }, desk.options),
      ).rejects.toThrow(/Eve may not send requests/)
      for (const [i, by] of ['ada', 'Max', 'Root'].entries()) {
        const own = { ...assignment, request_id: `R${i}`, requested_by: by }
        expect(await requestOne(own, desk.options)).toMatch(/Written/)
      }
    }, '  requester: [Ada]\n')
  })

  it('a justification of a requester is refused; that of a manager waits for another', async () => {
    await atDesk(async ({ options }) => {
      const override = {
        kind: 'exception',
        request_id: 'R1',
        exception_type: 'justification',
        validation: 'licensing',
        provider_id: 'P2',
        reason: 'the renewal is filed',
      }
      await expect(requestOne({ ...override, requested_by: 'Ada' }, options)).rejects.toThrow(
        /only a manager or an administrator may send a justification/,
      )
      await requestOne({ ...override, requested_by: 'Max' }, options)
      expect(await requests(['R1'], options)).toMatch(/R1  pending/)
    })
  })

  it('on several requests at once: on all of them or on none', async () => {
    await atDesk(async ({ lake, options }) => {
      await requestOne(assignment, options, noon('2026-06-01'))
      await requestOne({ ...assignment, request_id: 'R2' }, options, noon('2026-06-01'))
      await expect(
        decideOn('approve', ['R1', 'R2'], { ...options, ...max }, noon('2026-06-02')),
      ).rejects.toThrow(/R2 conflicts with R1, which starts on the same day/)
      expect(await readdir(path.join(lake, 'requests'))).toHaveLength(2)
    })
  })

  it('gives a name and a reason, on one line', async () => {
    await atDesk(async ({ options }) => {
      await requestOne(assignment, options, noon('2026-06-01'))
      const approve = (words: object): Promise<string> =>
        decideOn('approve', ['R1'], { ...options, ...max, ...words })
      await expect(approve({ reason: ' ' })).rejects.toThrow('--reason must not be empty.')
      await expect(approve({ by: '' })).rejects.toThrow('--by must not be empty.')
      await expect(approve({ reason: 'one\ntwo' })).rejects.toThrow(/--reason expected text .*line/)
    })
  })
})

it('a misspelt role in a pipeline file is named', () => {
  const text = 'name: a\npolicy: b\nfeeds:\n  enrollment:\nroles:\n  managers: [Max]\n'
  expect(() => parsePipeline('a.yaml', text)).toThrow(
    /a\.yaml:6:3: unknown key managers.*"manager"/,
  )
})

describe('requests', () => {
  it('lists them by state on a day, shows the history of one, and prints JSON', async () => {
    await atDesk(async ({ options }) => {
      await requestOne(assignment, options, noon('2026-06-01'))
      const other = { ...assignment, request_id: 'R2', effective_date: '2026-08-01' }
      await requestOne(other, options, noon('2026-06-01'))
      await decideOn('approve', ['R1'], { ...options, ...max }, noon('2026-06-02'))
      await decideOn('approve', ['R2'], { ...options, ...max }, noon('2026-06-03'))
      const on = (asOf: string, more: object = {}) => ({ ...options, asOf, ...more })
      expect(await requests([], on('2026-06-30'))).toBe(
        'R1  scheduled  2026-07-01 to 2026-07-31  P2 as primary of member M1\n' +
          'R2  scheduled  2026-08-01 to open  P2 as primary of member M1\n',
      )
      expect(await requests([], on('2026-07-31', { state: 'in_force' }))).toMatch(/^R1 .*\n$/)
      expect(await requests([], on('2026-07-31', { state: 'rejected' }))).toBe(
        'No request is rejected. By state: 1 scheduled, 1 in_force.\n',
      )
      expect(await requests(['R1'], on('2026-08-01'))).toMatch(
        /R1  superseded.*\n  Requested by Ada .*\n  Approved by Max, manager, on 2026-06-02: looked at it.\n  Superseded by R2 from 2026-08-01.\n$/,
      )
      expect(await requests(['R2'], on('2026-08-01'))).toMatch(/  Supersedes R1.\n$/)
      const json = JSON.parse(await requests([], on('2026-08-01', { json: true })))
      expect(json).toMatchObject([
        { request_id: 'R1', state: 'superseded', to: '2026-07-31', superseded_by: ['R2'] },
        { request_id: 'R2', state: 'in_force', to: null, supersedes: ['R1'] },
      ])
      await expect(requests(['R9'], on('2026-08-01'))).rejects.toMatchObject({
        message: 'There is no request R9.',
        hint: expect.stringMatching(/Did you mean "R[12]"/),
      })
    })
  })
})

describe('on the command line', () => {
  it('each kind has options that its contract names', async () => {
    await withFolder(async (lake) => {
      const args =
        '--absent-provider P1 --covering-provider P2 P3 --effective 2030-12-01 --end 2030-12-14 --reason leave --by Ada'
      const sent = await empanel([
        'request',
        'set-coverage',
        ...args.split(' '),
        '--lake',
        lake,
        '--yes',
      ])
      expect(sent.stderr).toBe('')
      expect(sent.stdout).toMatch(/P2, P3 for P1, who is absent[^]*Written: one request/)
      const { stdout } = await empanel(['requests', '--lake', lake, '--json'])
      expect(JSON.parse(stdout)).toMatchObject([
        { kind: 'set_coverage', covering_provider_ids: ['P2', 'P3'], state: 'pending' },
      ])
    })
  })

  it('refuses unknown kinds, unknown states and missing names', async () => {
    const help = await empanel(['request', 'asign-patient'])
    expect(help.exit).toBe(2)
    const state = await empanel(['requests', '--state', 'pendng'])
    expect(state.stderr).toMatch(/Allowed choices are pending, approved/)
    expect(state.exit).toBe(2)
    const nobody = await empanel(['approve', 'R1', '--reason', 'x'])
    expect(nobody.stderr).toMatch(/--by/)
    expect(nobody.exit).toBe(2)
  })
})

describe('a night', () => {
  const AS_OF = '2026-06-30'

  it('records in its manifest where the chain of requests ended, and verify compares', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      const options = { lake, pipeline: nightlyPipeline, yes: true }
      await requestOne(assignment, options, noon('2026-06-01'))
      const { manifest } = await runIn(lake, { asOf: AS_OF })
      expect(manifest.requests_head).toMatchObject({
        seq: 1,
        hash: expect.stringMatching(/^\w{64}$/),
      })
      expect((await verify({ lake })).stdout).toMatch(
        /1 request or decision: none edited, lost or inserted; 1 run recorded the same/,
      )
      await rm(path.join(lake, 'requests'), { recursive: true })
      const found = await verify({ lake, json: true })
      expect(found.exit).toBe(1)
      expect(JSON.parse(found.stdout).faults).toEqual([
        expect.objectContaining({
          fault: expect.stringMatching(/the last one was cut off/),
        }),
      ])
    })
  })

  it('is refused if requests are not as they were written, and the published run stays', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      await requestOne(
        assignment,
        { lake, pipeline: nightlyPipeline, yes: true },
        noon('2026-06-01'),
      )
      await runIn(lake, { asOf: AS_OF })
      await rm(path.join(lake, 'requests'), { recursive: true })
      const { exit, manifest } = await runIn(lake, { asOf: '2026-07-01' })
      expect(exit).toBe(4)
      expect(manifest.error?.hint).toMatch(/empanel verify/)
    })
  })

  it('lists a pending request in the reports of requests and changes nothing else', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      const first = await runIn(lake, { asOf: AS_OF })
      await requestOne(
        assignment,
        { lake, pipeline: nightlyPipeline, yes: true },
        noon('2026-06-01'),
      )
      const second = await runIn(lake, { asOf: AS_OF })
      const before = new Map(first.manifest.outputs.map(({ name, sha256 }) => [name, sha256]))
      const changed = second.manifest.outputs.filter(
        ({ name, sha256 }) => before.get(name) !== sha256,
      )
      expect(changed.map(({ name }) => name)).toEqual([
        'reports/pending_approvals.csv',
        'reports/request_log.csv',
      ])
    })
  })
})
