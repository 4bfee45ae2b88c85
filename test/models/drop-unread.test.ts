import { expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { dropInputs, dropUnread } from '../../src/models/drop-unread.ts'
import { findRelations, relationNamed } from '../../src/models/find.ts'
import { withFolder } from '../support/night.ts'

const left = (from: 'evidence' | 'raw', built: 'staging' | 'evidence'): Promise<string[]> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    await engine.run(`create schema ${from}`)
    const names = findRelations().flatMap(({ name, room, header }) => [
      ...(room === from ? [name] : []),
      ...header.inputs.filter((input) => input.startsWith(`${from}.`)),
    ])
    for (const name of new Set(names)) await engine.run(`create table ${name} (x INTEGER)`)
    await dropUnread(engine, from, built)
    const rows = await engine.all<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = '${from}'`,
    )
    engine.close()
    return rows.map(({ name }) => name)
  })

it('drops the tables that no later room reads, and keeps those that are public or still read', async () => {
  const evidence = await left('evidence', 'evidence')
  expect(evidence).not.toContain('claim_line')
  expect(evidence).toEqual(expect.arrayContaining(['visit', 'visit_summary', 'rendered_service']))
})

it('keeps a table that any later room reads, not only the next', async () => {
  const raw = await left('raw', 'staging')
  expect(raw).not.toContain('enrollment')
  expect(raw).toEqual(expect.arrayContaining(['claims', 'rejected_row', 'scheduled_visits']))
})

it('drops the inputs that a relation was the last to read, except public ones', async () => {
  const remaining = await withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    const built = relationNamed('reconciliation.difference')
    const inputs = built.header.inputs.filter((input) => !input.startsWith('baseline.'))
    for (const name of inputs) {
      await engine.run(`create schema if not exists ${name.split('.')[0]}`)
      await engine.run(`create table ${name} (x INTEGER)`)
    }
    await dropInputs(engine, built)
    const rows = await engine.all<{ name: string }>(
      `select table_name as name from information_schema.tables order by table_name`,
    )
    engine.close()
    return rows.map(({ name }) => name)
  })
  expect(remaining).toEqual(['assigned_provider', 'panel', 'parameter'])
})
