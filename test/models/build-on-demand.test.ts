import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { buildOnDemand, rowsOnDemand } from '../../src/models/build-on-demand.ts'
import { relationNamed } from '../../src/models/find.ts'
import { openTestEngine } from './build-context.ts'
import { createEmptyTable } from '../../src/models/table.ts'

const question = { subject_type: 'member', subject_id: 'M1' }

let engine: Engine
beforeEach(async () => {
  engine = await openTestEngine()
  for (const name of ['assignment.history', 'staging.panel']) {
    await createEmptyTable(engine, relationNamed(name))
  }
})
afterEach(() => engine.close())

const insert = (member: string, from: string): Promise<void> =>
  engine.run(
    `insert into assignment.history (member_id, provider_id, held_from, held_to, known_from, known_to)
     values ('${member}', 'P1', '${from}', '9999-12-31', '2026-06-01', '9999-12-31')`,
  )

test('a relation is built from the rows that are given, and read in the order of its grain', async () => {
  for (const from of ['2026-02-01', '2026-01-01']) await insert('M1', from)
  await insert('M2', '2026-01-01')
  await buildOnDemand(engine, ['history.assignment'], { 'history.question': [question] })
  expect(await rowsOnDemand(engine, 'history.assignment')).toMatchObject([
    { member_id: 'M1', held_from: '2026-01-01' },
    { member_id: 'M1', held_from: '2026-02-01' },
  ])
})

test('a relation without content is reported with its file', async () => {
  await expect(buildOnDemand(engine, ['history.assignment'], {})).rejects.toThrow(
    'sql/history/question.yaml: expected rows or code for history.question, found none',
  )
})

test('columns other than those of the header are refused', async () => {
  const given = {
    'history.question': () => engine.run('create table history.question as select 1 as subject_id'),
  }
  await expect(buildOnDemand(engine, ['history.assignment'], given)).rejects.toThrow(
    'sql/history/question.yaml: column 1: expected subject_type VARCHAR as in the header',
  )
})

test('a failed audit stops the work and names the file', async () => {
  await engine.run(`insert into assignment.history (member_id, provider_id) values ('M1', 'P1')`)
  await expect(
    buildOnDemand(engine, ['history.assignment'], { 'history.question': [question] }),
  ).rejects.toMatchObject({
    message: 'history.assignment: expected no bad rows; audit grain_is_not_null found 1 bad row',
    hint: 'Nothing was written. The audits are in the header of sql/history/assignment.sql.',
  })
})
