import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { literal } from '../../src/engine/engine.ts'
import type { RunResult } from '../../src/night/run.ts'
import { listing } from '../support/listing.ts'
import { csv, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { empanel } from '../support/command.ts'
import { fill, member, panel } from '../support/small-payer.ts'

/** Characters that start a formula in a spreadsheet. Reading trims blanks before them. */
const dangers = ['=', '+', '-', '@', '\t=', '\r@']

const formula = (danger: string): string => `${danger}1+1`
const read = (danger: string): string => formula(danger).trim()
const escaped = (danger: string): string => `'${read(danger)}`

const files = {
  'inbox/enrollment/2026-06-30.csv': csv([
    ...dangers.map((danger, i) =>
      member(`M${i}`, {
        first_name: formula(danger),
        last_name: 'O,"Neil"',
        phone: '+13175550100',
      }),
    ),
    // Ids too: no provider is near these members, so they are listed for manual assignment.
    ...dangers.map((danger, i) =>
      member(`${formula(danger)}${i}`, { latitude: '-10.5', longitude: '-170.25' }),
    ),
    ...dangers.map((danger) => member('bad', { birth_date: formula(danger) })),
  ]),
  'inbox/providers/2026-06-30.csv': csv([
    panel('P1', { provider_name: '=HYPERLINK("x")', practice_name: '@Home', practice_id: '=K1' }),
  ]),
  'inbox/claims/2026-06.csv': undefined,
  'inbox/current_assignments/2026-06-30.csv': undefined,
}

let lake = ''
let night: RunResult
let done = (): void => {}

beforeAll(async () => {
  const ready = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const life = withFolder(async (folder) => {
    lake = folder
    await fill(folder, files)
    night = await runIn(folder, { asOf: '2026-06-30', change: withoutGuardRails })
    ready.resolve()
    await end.promise
  })
  done = end.resolve
  await Promise.race([ready.promise, life])
})

afterAll(() => done())

const run = (): string => path.join(lake, 'runs', night.manifest.run_id)

type Cells = readonly (string | null)[]

/** Reads the cells of a CSV file as a spreadsheet would: all as text, including the header. */
const cellsOf = async (file: string): Promise<Cells[]> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      const rows = await engine.all(
        `select * from read_csv(${literal(file)}, header = false, all_varchar = true,
         delim = ',', quote = '"', escape = '"', strict_mode = true)`,
      )
      return rows.map((row) => Object.values(row) as Cells)
    } finally {
      engine.close()
    }
  })

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)

describe('every CSV file that a night writes', () => {
  it('has no text cell that starts like a formula', async () => {
    const names = Object.keys(await listing(run())).filter((name) => name.endsWith('.csv'))
    for (const folder of ['registry', 'reports', 'quarantine']) {
      expect(names.some((name) => name.startsWith(`${folder}/`))).toBe(true)
    }
    for (const name of names) {
      const cells = (await cellsOf(path.join(run(), name))).flat().filter((cell) => cell !== null)
      const bad = cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !isNumber(cell))
      expect({ name, bad }).toEqual({ name, bad: [] })
    }
  })

  it('puts a quote before them in a practice list', async () => {
    const [{ name = '' } = {}] = night.manifest.outputs.filter(({ name: each }) =>
      /^registry\/(?!index)/.test(each),
    )
    const [header = [], ...rows] = await cellsOf(path.join(run(), name))
    const column = (wanted: string): Cells => rows.map((row) => row[header.indexOf(wanted)] ?? null)
    expect(column('first_name').toSorted()).toEqual(dangers.map(escaped).toSorted())
    expect(new Set(column('last_name'))).toEqual(new Set(['O,"Neil"']))
    expect(new Set(column('phone'))).toEqual(new Set(["'+13175550100"]))
    expect(new Set(column('provider_name'))).toEqual(new Set([`'=HYPERLINK("x")`]))
    expect(new Set(column('practice_id'))).toEqual(new Set(["'=K1"]))
  })

  it('puts it there in a report and the quarantine too', async () => {
    const [, ...unassigned] = await cellsOf(path.join(run(), 'reports/unassigned.csv'))
    expect(unassigned.map(([id]) => id).toSorted()).toEqual(
      dangers.map((danger, i) => `${escaped(danger)}${i}`).toSorted(),
    )
    const [, ...rejected] = await cellsOf(path.join(run(), 'quarantine/enrollment.csv'))
    expect(rejected).toHaveLength(dangers.length)
    for (const row of rejected) expect(row.at(-1)).toMatch(/^\{"/)
  })

  it('puts it there in an export too', async () => {
    const { exit, bytes } = await empanel([
      'export',
      'assignment.assigned_provider',
      '--lake',
      lake,
    ])
    expect(exit).toBe(0)
    for (const danger of dangers) expect(bytes.toString()).toContain(escaped(danger))
    expect(bytes.toString()).not.toMatch(/^"?[=+\-@\t\r]/m)
  })
})

describe('values that are not text, or not in CSV', () => {
  it('numbers keep their sign, unlike text that looks the same', async () => {
    await withFolder(async (spool) => {
      const engine = await openDuckDb({ spool })
      try {
        const { copyCsv } = await import('../../src/engine/csv.ts')
        const file = path.join(spool, 'a.csv')
        await copyCsv(
          engine,
          `select -5 as room_left, -10.5::double as latitude, -1.50::decimal(18, 2) as amount,
           '-5' as id, chr(9) || 'x' as tab, chr(13) || 'x' as cr`,
          file,
        )
        expect(await readFile(file, 'utf8')).toBe(
          `room_left,latitude,amount,id,tab,cr\n-5,-10.5,-1.50,'-5,'\tx,"'\rx"\n`,
        )
      } finally {
        engine.close()
      }
    })
  })

  it('Parquet keeps text as delivered', async () => {
    await withFolder(async (spool) => {
      const engine = await openDuckDb({ spool })
      try {
        const registry = literal(path.join(run(), 'publication/registry.parquet'))
        const rows = await engine.all(
          `select first_name, phone, practice_id from read_parquet(${registry}) order by member_id`,
        )
        expect(rows).toEqual(
          dangers.map((danger) => ({
            first_name: read(danger),
            phone: '+13175550100',
            practice_id: '=K1',
          })),
        )
        const rejected = literal(path.join(run(), 'quarantine/enrollment.parquet'))
        const raw = await engine.all<{ raw: string }>(
          `select raw from read_parquet(${rejected}) order by record`,
        )
        expect(raw.map((row) => JSON.parse(row.raw).birth_date)).toEqual(dangers.map(formula))
      } finally {
        engine.close()
      }
    })
  })
})
