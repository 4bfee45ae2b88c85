import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine, Row } from '../../src/engine/engine.ts'
import { put, reading, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { sharedLake } from '../support/shared-lake.ts'
import { isShared, syntheaExport } from './synthea-export.ts'

const pipeline = fileURLToPath(new URL('../../pipelines/synthea.yaml', import.meta.url))
const asOf = '2024-01-31'

/** Queries the export itself, by SQL that shares nothing with the models. */
const inExport = async <T>(folder: string, query: (engine: Engine) => Promise<T>): Promise<T> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      for (const name of ['patients', 'payer_transitions', 'providers', 'encounters']) {
        const file = path.join(folder, 'inbox/synthea', `${name}.csv`)
        await engine.run(
          `create table ${name} as select * from read_csv('${file}', all_varchar = true, header = true)`,
        )
      }
      return await query(engine)
    } finally {
      engine.close()
    }
  })

const eligible = `select distinct PATIENT as member_id from payer_transitions join patients on Id = PATIENT
  where substr(START_YEAR, 1, 10) <= '${asOf}' and substr(END_YEAR, 1, 10) > '${asOf}'
    and coalesce(DEATHDATE, '9999') >= '${asOf}'`

const visits = `select e.PATIENT as member_id, e.PROVIDER as provider_id,
    count(distinct substr(e.START, 1, 10)) as visits
  from encounters e join providers p on p.Id = e.PROVIDER
  where e.ENCOUNTERCLASS in ('wellness', 'ambulatory', 'outpatient')
    and p.SPECIALITY in ('GENERAL PRACTICE', 'INTERNAL MEDICINE', 'FAMILY PRACTICE', 'NURSE PRACTITIONER', 'PHYSICIAN ASSISTANT')
    and substr(e.START, 1, 10) > '2022-01-31' and substr(e.START, 1, 10) <= '${asOf}'
    and exists (select * from payer_transitions t where t.PATIENT = e.PATIENT
      and substr(t.START_YEAR, 1, 7) <= substr(e.START, 1, 7) and t.END_YEAR > substr(e.START, 1, 7) || '-01T99')
  group by e.PATIENT, e.PROVIDER`

const afterNight = sharedLake('synthea', async (folder) => {
  for (const [key, content] of Object.entries(await syntheaExport())) {
    await put(folder, key, content)
  }
  const change = isShared ? {} : { change: withoutGuardRails }
  return runIn(folder, { asOf, pipeline, ...change })
})

const night = async (
  query: (ours: Engine, theirs: Engine, folder: string, run: string) => Promise<void>,
): Promise<void> =>
  afterNight(async (folder, result) => {
    expect(result.manifest.status).toBe('complete')
    const run = path.join(folder, 'runs', result.manifest.run_id)
    await reading(folder, result, (ours) =>
      inExport(folder, (theirs) => query(ours, theirs, folder, run)),
    )
  })

const idsOf = (rows: readonly Row[]): unknown[] => rows.map((row) => row['member_id']).sort()

describe(`a Synthea export (${isShared ? 'the shared one' : 'the shared one is not here: a tiny one'})`, () => {
  it('has one PMP by assignment and one by attribution for every eligible member', async () => {
    await night(async (ours, theirs) => {
      const members = idsOf(await theirs.all(eligible))
      expect(members).toHaveLength(isShared ? 25 : 2)
      for (const relation of ['assignment.assigned_provider', 'attribution.attributed_provider']) {
        const rows = await ours.all(`select member_id, provider_id from ${relation}`)
        expect(idsOf(rows)).toEqual(members)
        expect(rows.every((row) => row['provider_id'] !== null)).toBe(true)
      }
    })
  })

  it('counts visits as a query of the encounters does', async () => {
    await night(async (ours, theirs) => {
      const counted = await theirs.all<{ member_id: string; provider_id: string; visits: number }>(
        visits,
      )
      const attributed = await ours.all<{
        member_id: string
        provider_id: string
        visits: number
        attribution_type: string
      }>(
        'select member_id, provider_id, visits, attribution_type from attribution.attributed_provider',
      )
      expect(attributed.some((row) => row.attribution_type === 'claims')).toBe(true)
      for (const row of attributed) {
        const mine = counted.filter((one) => one.member_id === row.member_id)
        const most = Math.max(0, ...mine.map((one) => one.visits))
        expect(row.attribution_type === 'claims').toBe(most > 0)
        if (most === 0) continue
        expect(row.visits).toBe(most)
        expect(mine.find((one) => one.provider_id === row.provider_id)?.visits).toBe(most)
      }
    })
  })

  it('rejects nothing but the span of no days', async () => {
    await night(async (_ours, _theirs, _folder, run) => {
      const text = await readFile(path.join(run, 'quarantine/enrollment.csv'), 'utf8')
      expect(text.trim().split('\n')).toHaveLength(2)
      expect(text).toContain(',coverage_end,order:coverage_end,')
      expect(await readdir(path.join(run, 'quarantine'))).toEqual([
        'enrollment.csv',
        'enrollment.parquet',
      ])
    })
  })

  it('lets no number of a card or passport out of the inbox', async () => {
    await night(async (ours, theirs, _folder, run) => {
      const secrets = await theirs.all<{ secret: string }>(
        `select distinct unnest([SSN, DRIVERS, PASSPORT]) as secret from patients`,
      )
      const present = secrets.map(({ secret }) => secret).filter((secret) => secret !== null)
      expect(present.length).toBeGreaterThan(2)
      const files = await readdir(run, { recursive: true, encoding: 'utf8' })
      for (const file of files.filter((name) => /\.(csv|json|parquet)$/.test(name))) {
        const full = path.join(run, file)
        const text = file.endsWith('.parquet')
          ? JSON.stringify(await ours.all(`select * from read_parquet('${full}')`))
          : await readFile(full, 'utf8')
        expect(present.filter((secret) => text.includes(secret))).toEqual([])
      }
    })
  })
})
