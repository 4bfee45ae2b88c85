import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { literal } from '../../../src/engine/engine.ts'
import type { Relation } from '../../../src/models/relation.ts'
import { Outbox } from '../../../src/night/publish/outbox.ts'
import { Shelf } from '../../../src/night/publish/shelf.ts'
import { withNight } from '../../support/one-room.ts'

const relation = (
  model: string,
  isPublic: boolean,
  inputs: readonly string[] = [],
  audits: Readonly<Record<string, string>> = {},
): Relation => ({
  name: `publication.${model}`,
  room: 'publication',
  model,
  file: `sql/publication/${model}.sql`,
  header: {
    summary: 'A relation of this test.',
    grain: ['id'],
    inputs: [...inputs],
    columns: {},
    audits: { ...audits },
    public: isPublic,
    view: false,
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
    const shelf = await Shelf.open(night, outbox, [relation('seen', true)], [])
    await outbox.close()
    await shelf.close()
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

it('writes and drops each table once nothing is to read it any more, by its input or by an audit', async () => {
  await withNight({}, async (night) => {
    const { engine, manifest } = night
    await engine.run(
      `create schema staging; create schema publication;
       create table staging.early as select 1 as id;
       create table staging.audited as select 1 as id;
       create table staging.unread as select 1 as id;
       create table publication.asked as select 1 as id`,
    )
    const early = { ...relation('early', true), name: 'staging.early', room: 'staging' } as const
    const audited = { ...early, name: 'staging.audited', model: 'audited' }
    const unread = { ...early, name: 'staging.unread', model: 'unread' }
    const asked = relation('asked', true)
    const first = relation('report_first', false, [], { same: 'select id from staging.audited' })
    const second = relation('second', false, ['staging.early', 'publication.report_first'])
    const all = [early, audited, unread, asked, first, second]
    const outbox = new Outbox(night)
    const written = async (): Promise<string[]> => {
      await outbox.close()
      return manifest.outputs.map(({ name }) => name).toSorted()
    }
    const shelf = await Shelf.open(night, outbox, all, ['publication.asked'])
    expect(await written()).toEqual(['staging/unread.parquet'])
    await engine.run('create table publication.report_first as select 1 as id')
    await shelf.add(first)
    expect(await written()).toEqual(['staging/audited.parquet', 'staging/unread.parquet'])
    await engine.run('create table publication.second as select 1 as id')
    await shelf.add(second)
    const standing = await engine.all<{ name: string }>(
      `select table_name as name from information_schema.tables where table_type = 'BASE TABLE'`,
    )
    expect(standing).toEqual([{ name: 'asked' }])
    await shelf.close()
    expect(await written()).toEqual([
      'publication/asked.parquet',
      'reports/first.csv',
      'staging/audited.parquet',
      'staging/early.parquet',
      'staging/unread.parquet',
    ])
  })
})

it('ends with an error where a public relation was never there', async () => {
  await withNight({}, async (night) => {
    await night.engine.run(
      "create schema publication; create table publication.seen as select 'M1' as id",
    )
    const outbox = new Outbox(night)
    const all = [relation('seen', true), relation('missing', true)]
    const shelf = await Shelf.open(night, outbox, all, [])
    await expect(shelf.close()).rejects.toThrow('never written: publication.missing')
    await outbox.close()
  })
})
