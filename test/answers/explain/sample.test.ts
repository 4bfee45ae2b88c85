import { cp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeFailure } from '../../../src/rules/panel-tests.ts'
import { type Question, sentenceOf } from '../../../src/rules/vocabulary.ts'
import { reading, runIn, withFolder } from '../../support/night.ts'

interface Code {
  readonly question: Question
  readonly step: string
  readonly reason: string
}

const facts = { provider: 'P1', found: '31.2', limit: '30', distance: '31.2 miles' }

describe('every reason that occurs on the sample payer has a sentence', () => {
  let candidates: Code[] = []
  let stops: { stopped_by: string }[] = []

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
        stops = await engine.all('select distinct stopped_by from assignment.nearest')
      })
    })
  })

  it('in the steps of assignment and attribution', () => {
    expect(candidates.length).toBeGreaterThan(20)
    for (const { question, ...said } of candidates) {
      expect(sentenceOf(question, { ...said, facts })).toMatch(/\.$/)
    }
  })

  it('in what stopped the nearest PMPs', () => {
    for (const { stopped_by: code } of stops) expect(describeFailure(code, '1', '2')).toMatch(/\.$/)
  })
})
