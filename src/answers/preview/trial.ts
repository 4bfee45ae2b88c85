import { makePairDistance, makeStartDistance } from '../../night/assign/adapter.ts'
import { makeMoveAllocation } from '../../night/assign/move-allocation.ts'
import { type Engine, identifier, literal } from '../../engine/engine.ts'
import { rawRelations } from '../../night/ingest/raw-relations.ts'
import type { Lake } from '../../lake/lake.ts'
import { mirrorOf } from '../../models/baseline.ts'
import { findRelations } from '../../models/find.ts'
import { inOrder } from '../../models/order.ts'
import { type Relation, columnsOf } from '../../models/relation.ts'
import { writtenFile } from '../../runs/run-relations.ts'
import type { Book } from '../../requests/book.ts'
import { type BookRelation, bookRelations, bookRows } from '../../requests/rows.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { panelTestRows } from '../../rules/panel-tests.ts'
import { createEmptyTable, tableOf, createTableOf } from '../../models/table.ts'

/** What a trial starts from: a run, as the night before, and a book in which something is approved. */
export interface Trial {
  readonly engine: Engine
  readonly lake: Lake
  readonly run: Manifest
  readonly book: Book
  /** The day on which it is tried. */
  readonly asOf: string
  /** Members whom it is about, where only they need to be looked at. */
  readonly only?: string
}

/** Relations that a trial makes as the night does; everything else it takes from the run. */
const isMade = ({ room, name }: Relation): boolean =>
  (room === 'assignment' && name !== 'assignment.not_evaluated') ||
  ['staging.prior', 'evidence.visit_summary'].includes(name)

/** What the rows of a feed have become in a run, by what the models call it. */
const keptAs: Readonly<Record<string, string>> = {
  'raw.facility_credential': 'staging.facility_credential',
  'raw.provider_credential': 'staging.panel_credential',
  'raw.provider_line_of_business': 'staging.eligible_pmp',
}

const makers: Readonly<Record<string, (night: { readonly engine: Engine }) => Promise<void>>> = {
  'assignment.move_allocation': makeMoveAllocation,
  'assignment.pair_distance': makePairDistance,
  'assignment.start_distance': makeStartDistance,
}

/**
 * Makes `targets` as the night after the run would, by the same models and code, in an engine of
 * their own: the inbox is as it was, the book is the given one.
 */
export const makeTrial = async (trial: Trial, targets: readonly string[]): Promise<void> => {
  const all = [...rawRelations(), ...findRelations()]
  const { made, taken } = partsOf(targets, all)
  const rows = bookRows(trial.book)
  for (const name of taken) {
    const relation = name.startsWith('baseline.') ? mirrorOf(name, all) : named(name, all)
    await trial.engine.run(`create schema if not exists ${relation.room}`)
    if (name === 'run.panel_test') {
      await createTableOf(trial.engine, relation, panelTestRows)
    } else if (isBook(relation.model) && relation.room === 'book') {
      await createTableOf(trial.engine, relation, rows[relation.model])
    } else {
      await take(
        trial,
        relation,
        name.startsWith('baseline.') ? named(modelOf(name, all), all) : relation,
      )
    }
  }
  for (const relation of inOrder(made)) {
    await trial.engine.run(`create schema if not exists ${relation.room}`)
    if (relation.sql === undefined) await makers[relation.name]?.(trial)
    else
      await trial.engine.run(`create table ${tableOf(relation)} as\n${narrowed(trial, relation)}`)
  }
}

const isBook = (model: string): model is BookRelation =>
  (bookRelations as readonly string[]).includes(model)

const named = (name: string, all: readonly Relation[]): Relation => {
  const found = all.find((relation) => relation.name === name)
  if (!found) throw new Error(`no relation is named ${name}`)
  return found
}

const modelOf = (mirror: string, all: readonly Relation[]): string =>
  all.find(({ model, header }) => header.public && `baseline.${model}` === mirror)?.name ?? mirror

/** All that `targets` are made of: what is to be made, and what is taken as it is. */
const partsOf = (
  targets: readonly string[],
  all: readonly Relation[],
): { made: Relation[]; taken: string[] } => {
  const made = new Map<string, Relation>()
  const taken = new Set<string>()
  const visit = (name: string): void => {
    const relation = all.find((one) => one.name === name)
    if (!relation || !isMade(relation)) {
      taken.add(name)
    } else if (!made.has(name)) {
      made.set(name, relation)
      relation.header.inputs.forEach(visit)
    }
  }
  targets.forEach(visit)
  return { made: [...made.values()], taken: [...taken].toSorted() }
}

/** The relation with the rows that `source` has in the run; empty where the run has none. */
const take = async (trial: Trial, relation: Relation, source: Relation): Promise<void> => {
  const { engine, lake, run } = trial
  const file = await writtenFile(lake, run, keptAs[source.name] ?? source.name)
  if (file === undefined) return createEmptyTable(engine, relation)
  const from = `read_parquet(${literal(file)})`
  const found = new Set((await engine.describe(`select * from ${from}`)).map(({ name }) => name))
  const columns = columnsOf(relation).map(({ name, type }) => {
    if (relation.name === 'run.parameter' && name === 'as_of') {
      return `cast(${literal(trial.asOf)} as date) as as_of`
    }
    return found.has(name) ? identifier(name) : `cast(null as ${type}) as ${identifier(name)}`
  })
  await engine.run(`create view ${tableOf(relation)} as select ${columns.join(', ')} from ${from}`)
}

/** Of these a trial makes only the rows of members whom it is about. */
const byMember = ['assignment.pair', 'evidence.visit_summary']

const narrowed = ({ only }: Trial, { name, sql = '' }: Relation): string =>
  only === undefined || !byMember.includes(name)
    ? sql
    : `select * from (${sql}) as every where member_id in (${only})`
