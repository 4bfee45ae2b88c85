import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { literal } from '../../../src/engine/engine.ts'
import type { Relation } from '../../../src/models/relation.ts'
import { UploadQueue } from '../../../src/night/publish/upload-queue.ts'
import { PublicationTables } from '../../../src/night/publish/publication-tables.ts'
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
    const uploads = new UploadQueue(night)
    const tables = await PublicationTables.open({
      night,
      uploads,
      all: [relation('seen', true)],
      readLast: [],
    })
    await uploads.close()
    await tables.close()
    expect(night.manifest.outputs.map(({ name }) => name)).toEqual(['publication/seen.parquet'])
    const file = path.join(lake, 'runs/R1/publication/seen.parquet')
    const first = await night.engine.first(
      `select id, note from read_parquet(${literal(file)}) limit 1`,
    )
    expect(first).toEqual({ id: 'M0', note: '=x' })
    return readFile(file)
  })

it('writes public relations in the order of their grain, with the same bytes for any number of threads', async () => {
  const [one, two] = [await written(1), await written(2)]
  expect(one.equals(two)).toBe(true)
})

it('writes and drops each table once no input or audit still to come reads it', async () => {
  await withNight({}, async (night) => {
    const { engine, manifest } = night
    await engine.run(
      `create schema staging; create schema publication;
       create table staging.early as select 1 as id;
       create table staging.audited as select 1 as id;
       create table staging.unread as select 1 as id;
       create table publication.kept as select 1 as id`,
    )
    const early = { ...relation('early', true), name: 'staging.early', room: 'staging' } as const
    const audited = { ...early, name: 'staging.audited', model: 'audited' }
    const unread = { ...early, name: 'staging.unread', model: 'unread' }
    const kept = relation('kept', true)
    const first = relation('report_first', false, [], { same: 'select id from staging.audited' })
    const second = relation('second', false, ['staging.early', 'publication.report_first'])
    const all = [early, audited, unread, kept, first, second]
    const uploads = new UploadQueue(night)
    const written = async (): Promise<string[]> => {
      await uploads.close()
      return manifest.outputs.map(({ name }) => name).toSorted()
    }
    const tables = await PublicationTables.open({
      night,
      uploads,
      all,
      readLast: ['publication.kept'],
    })
    expect(await written()).toEqual(['staging/unread.parquet'])
    await engine.run('create table publication.report_first as select 1 as id')
    await tables.add(first)
    expect(await written()).toEqual(['staging/audited.parquet', 'staging/unread.parquet'])
    await engine.run('create table publication.second as select 1 as id')
    await tables.add(second)
    const remaining = await engine.all<{ name: string }>(
      `select table_name as name from information_schema.tables where table_type = 'BASE TABLE'`,
    )
    expect(remaining).toEqual([{ name: 'kept' }])
    await tables.close()
    expect(await written()).toEqual([
      'publication/kept.parquet',
      'reports/first.csv',
      'staging/audited.parquet',
      'staging/early.parquet',
      'staging/unread.parquet',
    ])
  })
})

it('fails if a public relation never existed', async () => {
  await withNight({}, async (night) => {
    await night.engine.run(
      "create schema publication; create table publication.seen as select 'M1' as id",
    )
    const uploads = new UploadQueue(night)
    const all = [relation('seen', true), relation('missing', true)]
    const tables = await PublicationTables.open({ night, uploads, all, readLast: [] })
    await expect(tables.close()).rejects.toThrow('never written: publication.missing')
    await uploads.close()
  })
})
