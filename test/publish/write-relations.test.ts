import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { literal } from '../../src/engine/engine.ts'
import type { Relation } from '../../src/models/relation.ts'
import { Outbox } from '../../src/publish/outbox.ts'
import { writeRelations } from '../../src/publish/write-relations.ts'
import { withNight } from '../support/one-room.ts'

const relation = (model: string, isPublic: boolean): Relation => ({
  name: `publication.${model}`,
  room: 'publication',
  model,
  file: `sql/publication/${model}.sql`,
  header: {
    summary: 'A relation of this test.',
    grain: ['id'],
    inputs: [],
    columns: {},
    audits: {},
    public: isPublic,
  },
  sql: undefined,
})

const written = async (threads: number): Promise<Buffer> =>
  withNight({ threads }, async (night, lake) => {
    await night.engine.run(
      `create schema publication;
       create table publication.seen as
       select 'M' || (i * 7919 % 300000) as id, i % 17 / 3.0 as miles, '=x' as note
       from range(300000) as r (i);
       create table publication.hidden as select 'M1' as id`,
    )
    const outbox = new Outbox(night)
    await writeRelations(night, outbox, [relation('seen', true), relation('hidden', false)])
    await outbox.close()
    expect(night.manifest.outputs.map(({ name }) => name)).toEqual(['publication/seen.parquet'])
    const file = path.join(lake, 'runs/R1/publication/seen.parquet')
    const first = await night.engine.first(
      `select id, note from read_parquet(${literal(file)}) limit 1`,
    )
    expect(first).toEqual({ id: 'M0', note: '=x' })
    return readFile(file)
  })

it('writes public relations in the order of their grain, as they are, the same bytes with any number of threads', async () => {
  const [one, two] = [await written(1), await written(2)]
  expect(one.equals(two)).toBe(true)
})
