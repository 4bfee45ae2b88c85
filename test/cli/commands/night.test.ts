import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { literal } from '../../../src/engine/engine.ts'
import { put, withFolder } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'
import { AS_OF, fill } from '../../support/small-payer.ts'

/** One night that every test here reads, in a lake that is removed at the end. */
let lake = ''
let done = (): void => {}
let night: Awaited<ReturnType<typeof empanel>>

beforeAll(async () => {
  const ready = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const life = withFolder(async (folder) => {
    lake = folder
    await fill(folder)
    night = await empanel(['run', '--lake', folder, '--as-of', AS_OF])
    ready.resolve()
    await end.promise
  })
  done = end.resolve
  await Promise.race([ready.promise, life])
})

afterAll(() => done())

const onLake = (...args: string[]): ReturnType<typeof empanel> => empanel([...args, '--lake', lake])

describe('a night that is published', () => {
  it('exits with 0', () => {
    expect(night.exit).toBe(0)
  })

  it('summarizes what was received, how members were assigned, what changed and where the files are', () => {
    expect(night.stdout).toMatch(/^Night of 2026-06-30, nightly: published\.\n/)
    expect(night.stdout).toMatch(/enrollment +3 rows in 1 file\n/)
    expect(night.stdout).toMatch(/absent: .*self_selections/)
    expect(night.stdout).toMatch(/Assigned by \(3 eligible members\)/)
    expect(night.stdout).toMatch(/carried_forward +1 +33\.3 %/)
    expect(night.stdout).toMatch(/against the system of record: 2 new, 1 unchanged/)
    expect(night.stdout).toContain(`${lake}/runs/`)
    expect(night.stdout.split('\n').length).toBeLessThan(45)
  })

  it('writes nothing but JSON lines to a stderr that is no terminal', () => {
    const lines = night.stderr.trim().split('\n')
    expect(lines.length).toBeGreaterThan(8)
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) })
    }
  })

  it('prints exactly one JSON object with --json: the manifest', async () => {
    const { exit, stdout } = await onLake('run', '--as-of', AS_OF, '--json', '--dry-run')
    expect(exit).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'complete',
      as_of: AS_OF,
      policy: 'caresource',
      controlTotals: { 'members.eligible': 3 },
    })
  })

  it('is listed', async () => {
    const text = await onLake('runs')
    expect(text.stdout).toMatch(/^\S+-20260630-[0-9a-f]{4} {2}complete, published\n$/)
    const json = await onLake('runs', '--json')
    expect(JSON.parse(json.stdout)).toEqual([
      {
        run_id: expect.any(String),
        as_of: AS_OF,
        pipeline: 'nightly',
        status: 'complete',
        published: true,
      },
    ])
  })
})

describe('report', () => {
  it('lists the reports', async () => {
    const { exit, stdout } = await onLake('report')
    expect(exit).toBe(0)
    const names = stdout.trim().split('\n')
    for (const name of [
      'assignment_load',
      'unassigned',
      'capacity',
      'feed_quality',
      'run_summary',
    ]) {
      expect(names).toContain(name)
    }
  })

  it('prints one as it was written, and its run on stderr', async () => {
    const { exit, stdout, stderr } = await onLake('report', 'current_assignments')
    expect(exit).toBe(0)
    expect(stdout.split('\n')[0]).toMatch(/^member_id,team_rank,role,/)
    expect(stdout.trim().split('\n')).toHaveLength(4)
    expect(stderr).toMatch(/run \S+, as of 2026-06-30/)
  })

  it('lists the reports when the name is unknown', async () => {
    const { exit, stderr } = await onLake('report', 'capacities')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/found "capacities".*There are: .*capacity/s)
  })
})

describe('export', () => {
  const RELATION = 'assignment.assigned_provider'
  const columns = 'member_id, provider_id, basis, effective_date, distance_miles'
  type Rows = Record<string, unknown>[]

  const readBack = (format: 'csv' | 'parquet'): Promise<Rows> =>
    withFolder(async (folder) => {
      const file = path.join(folder, `out.${format}`)
      await put(
        folder,
        `out.${format}`,
        (await onLake('export', RELATION, '--format', format)).bytes,
      )
      const engine = await openDuckDb({ spool: folder })
      try {
        return await engine.all(
          `select ${columns} from read_${format}(${literal(file)}) order by member_id`,
        )
      } finally {
        engine.close()
      }
    })

  it('writes the same rows as Parquet, CSV and Arrow', async () => {
    const published = await readBack('parquet')
    expect(published).toHaveLength(3)
    expect(await readBack('csv')).toEqual(published)

    const { tableFromIPC } = await import('apache-arrow')
    const table = tableFromIPC((await onLake('export', RELATION, '--format', 'arrow')).bytes)
    const names = columns.split(', ')
    const rows = table
      .toArray()
      .map((row) => Object.fromEntries(names.map((name) => [name, row?.[name] ?? null])))
    expect(
      rows.toSorted((a, b) => (String(a['member_id']) < String(b['member_id']) ? -1 : 1)),
    ).toEqual(published)
  })

  it('writes to a file that only its owner may read', async () => {
    await withFolder(async (folder) => {
      const file = path.join(folder, 'a.csv')
      const { exit, stdout } = await onLake('export', RELATION, '--out', file)
      expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(await readFile(file, 'utf8')).toMatch(/^member_id,provider_id,basis,/)
    })
  })

  it('refuses a file that cannot be written', async () => {
    const { exit, stderr } = await onLake('export', RELATION, '--out', '/nowhere/a.csv')
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringMatching(/--out .* found \/nowhere\/a\.csv \(ENOENT\)/),
    })
  })

  it('lists the relations when the name is unknown', async () => {
    const { exit, stderr } = await onLake('export', 'assignment.assigned')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/There are: .*assignment\.assigned_provider/)
  })
})

describe('explain', () => {
  it('explains which step assigned a member, and why earlier steps did not', async () => {
    const { exit, stdout } = await onLake('explain', 'member', 'M3')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/P1/)
    expect(stdout).toMatch(/lock/i)
    expect(stdout).toMatch(/chosen nobody|no choice|has not chosen/i)
    expect(stdout).toMatch(/Run \S+ \(complete\), as of 2026-06-30\.\n$/)
  })

  it('explains why a provider could not be assigned to a member', async () => {
    const { exit, stdout } = await onLake('explain', 'provider', 'P2', '--for', 'M3')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/closed/)
  })

  it('prints facts as one JSON object', async () => {
    const { stdout } = await onLake('explain', 'member', 'M3', '--json')
    expect(JSON.parse(stdout)).toEqual(expect.any(Object))
  })

  it('refuses an unknown id', async () => {
    for (const who of ['member', 'provider']) {
      const { exit, stderr, stdout } = await onLake('explain', who, 'X9')
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
      expect(stderr).toMatch(/empanel: .+/)
    }
  })
})
