import { cp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Test, testPairs } from '../../../src/answers/explain/provider-tests.ts'
import { describeFailure, panelTests } from '../../../src/rules/panel-tests.ts'
import { type Question, sentenceOf } from '../../../src/rules/vocabulary.ts'
import { reading, runIn, withFolder } from '../../support/night.ts'

interface NearestRow {
  readonly member_id: string
  readonly provider_id: string
  readonly stopped_by: string
  readonly found: string | null
  readonly limit_value: string | null
}

interface Code {
  readonly question: Question
  readonly step: string
  readonly reason: string
}

const idsOf = ({ member_id, provider_id }: Pick<NearestRow, 'member_id' | 'provider_id'>) => ({
  member_id,
  provider_id,
})

const pairOf = ({ member_id, provider_id }: ReturnType<typeof idsOf>): string =>
  `${member_id} ${provider_id}`

const declared = panelTests.filter(({ level }) => level !== 'start').map(({ test }) => test)

const facts = { provider: 'P1', found: '31.2', limit: '30', distance: '31.2 miles' }

describe('on the sample payer', () => {
  let candidates: Code[] = []
  let nearest: NearestRow[] = []
  let given: { pair: string }[] = []
  let tests: ReadonlyMap<string, readonly Test[]> = new Map()

  beforeAll(async () => {
    await withFolder(async (folder) => {
      const sample = fileURLToPath(new URL('../../../sample-data', import.meta.url))
      for (const part of ['inbox', 'requests']) {
        await cp(path.join(sample, part), path.join(folder, part), { recursive: true })
      }
      const night = await runIn(folder, { asOf: '2026-06-30' })
      await reading(folder, night, async (engine) => {
        candidates = await engine.all(
          `select distinct 'assignment' as question, step, reason from assignment.candidate
           union all
           select distinct 'attribution', step, reason from attribution.candidate`,
        )
        nearest = await engine.all('select * from assignment.nearest')
        const pairs = await engine.all<{ member_id: string; provider_id: string }>(
          `select member_id, provider_id from assignment.assigned_provider
           where basis = 'geographic'`,
        )
        given = pairs.map((row) => ({ pair: pairOf(row) }))
        tests = Map.groupBy(await testPairs(engine, [...pairs, ...nearest.map(idsOf)]), pairOf)
      })
    })
  })

  it('every reason in the steps of assignment and attribution has a sentence', () => {
    expect(candidates.length).toBeGreaterThan(20)
    for (const { question, ...said } of candidates) {
      expect(sentenceOf(question, { ...said, facts })).toMatch(/\.$/)
    }
  })

  it('everything that stopped the nearest PMPs has a sentence', () => {
    for (const { stopped_by: code } of nearest) {
      expect(describeFailure(code, '1', '2')).toMatch(/\.$/)
    }
  })

  it('explain passes every test of every PMP that was assigned by distance', () => {
    expect(given.length).toBeGreaterThan(20)
    for (const { pair } of given) {
      const own = tests.get(pair) ?? []
      expect(own.map(({ reason }) => reason)).toEqual(declared)
      expect({ pair, failed: own.filter(({ passed }) => !passed) }).toEqual({ pair, failed: [] })
    }
  })

  it('explain fails first the test that stopped each of the nearest PMPs', () => {
    expect(nearest.length).toBeGreaterThan(0)
    for (const row of nearest) {
      const first = tests.get(pairOf(row))?.find(({ passed }) => !passed)
      expect(first).toMatchObject({
        reason: row.stopped_by,
        found: row.found,
        limit: row.limit_value,
      })
    }
  })
})
