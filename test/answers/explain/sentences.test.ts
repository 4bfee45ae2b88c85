import { cp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  assignmentSentences,
  attributionSentences,
  sentence,
} from '../../../src/answers/explain/sentences.ts'
import { describeFailure } from '../../../src/rules/panel-tests.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { relationNamed } from '../../../src/models/find.ts'
import { reading, runIn, withFolder } from '../../support/night.ts'

interface Code {
  readonly step: string
  readonly reason: string
}

const facts = { provider: 'P1', found: '31.2', limit: '30', distance: '31.2 miles' }

const vocabulary = async (relation: string): Promise<Code[]> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      return await engine.all<Code>(relationNamed(relation).sql ?? '')
    } finally {
      engine.close()
    }
  })

describe('every reason that a step may give has a sentence', () => {
  it.each([
    ['assignment.reason', assignmentSentences],
    ['attribution.reason', attributionSentences],
  ])('%s', async (relation, sentences) => {
    const codes = await vocabulary(relation)
    expect(codes.length).toBeGreaterThan(10)
    for (const { step, reason } of codes) {
      expect(sentence(sentences, step, reason, facts)).toMatch(/\.$/)
    }
  })

  it('and one without a sentence is an error', () => {
    expect(() => sentence(assignmentSentences, 'geographic', 'moonlight', facts)).toThrow(
      'moonlight',
    )
  })
})

describe('what occurs on the sample payer has a sentence', () => {
  let candidates: Code[] = []
  let attributions: Code[] = []
  let stops: { stopped_by: string }[] = []

  beforeAll(async () => {
    await withFolder(async (folder) => {
      const sample = fileURLToPath(new URL('../../../sample-data', import.meta.url))
      for (const part of ['inbox', 'requests']) {
        await cp(path.join(sample, part), path.join(folder, part), { recursive: true })
      }
      const night = await runIn(folder, { asOf: '2026-06-30' })
      await reading(folder, night, async (engine) => {
        candidates = await engine.all('select distinct step, reason from assignment.candidate')
        attributions = await engine.all('select distinct step, reason from attribution.candidate')
        stops = await engine.all('select distinct stopped_by from assignment.nearest')
      })
    })
  })

  it('in the steps of assignment and attribution', () => {
    expect(candidates.length).toBeGreaterThan(15)
    for (const { step, reason } of candidates) {
      expect(sentence(assignmentSentences, step, reason, facts)).toMatch(/\.$/)
    }
    for (const { step, reason } of attributions) {
      expect(sentence(attributionSentences, step, reason, facts)).toMatch(/\.$/)
    }
  })

  it('in what stopped the nearest PMPs', () => {
    for (const { stopped_by: code } of stops) expect(describeFailure(code, '1', '2')).toMatch(/\.$/)
  })
})
