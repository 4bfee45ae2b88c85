import { parquetRows } from '../../engine/file-sql.ts'
import { makePairDistance, makeStartDistance } from '../../night/assign/adapter.ts'
import { makeMoveAllocation } from '../../night/assign/move-allocation.ts'
import { type Engine, identifier, literal } from '../../engine/engine.ts'
import { rawRelations } from '../../night/ingest/reading/raw-relations.ts'
import type { Lake } from '../../lake/lake.ts'
import { mirrorOf } from '../../models/baseline.ts'
import { type EngineBuilders, buildMissing } from '../../models/build-missing.ts'
import { buildOnDemand, nightInputsOf } from '../../models/build-on-demand.ts'
import { findRelations, relationNamed } from '../../models/find.ts'
import { type Relation, columnsOf } from '../../models/relation.ts'
import { writtenFile } from '../../runs/run-relations.ts'
import type { Book } from '../../requests/book.ts'
import type { Request, RequestOf } from '../../requests/kinds.ts'
import { type BookRelation, bookRelations, bookRows } from '../../requests/rows.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { panelTestBuilder } from '../panel-test.ts'
import { createEmptyTable, tableOf, createTableOf } from '../../models/table.ts'

/** What a trial starts from: a run, as the night before, and a book in which a request is approved. */
export interface Trial {
  readonly engine: Engine
  readonly lake: Lake
  readonly run: Manifest
  readonly book: Book
  readonly request: Request
  /** The day on which it is tried. */
  readonly asOf: string
}

/**
 * Builds relations of `sql/preview` (`preview.move_total`) on what the night after the run would
 * decide about the request: by the same models and code, with the run's inbox and the given book.
 */
export const buildPreview = async (trial: Trial, names: readonly string[]): Promise<void> => {
  await buildNight(trial, nightInputsOf(names))
  const { request } = trial
  await buildOnDemand(trial.engine, names, {
    'preview.request': [
      {
        request_id: request.request_id,
        member_id: 'member_id' in request ? (request.member_id ?? null) : null,
        provider_id: providerOf(request),
        facility_id: 'facility_id' in request ? (request.facility_id ?? null) : null,
      },
    ],
    'preview.request_scope': request.kind === 'set_coverage' ? scopeOf(request) : [],
  })
}

const providerOf = (request: Request): string | null =>
  request.kind === 'set_coverage'
    ? request.absent_provider_id
    : 'provider_id' in request
      ? (request.provider_id ?? null)
      : null

const scopeOf = ({ facility_ids: facilities, member_ids: members }: RequestOf<'set_coverage'>) => [
  ...(facilities ?? []).map((id) => ({ scope: 'facility', scope_id: id })),
  ...(members ?? []).map((id) => ({ scope: 'member', scope_id: id })),
]

/** The relations that a trial builds as the night does; it takes all others from the run. */
const isBuilt = ({ room, name }: Relation): boolean =>
  (room === 'assignment' && name !== 'assignment.not_evaluated') ||
  ['run.panel_test', 'staging.prior', 'evidence.visit_summary'].includes(name)

/** The relations of a run that hold the rows of a feed, which no run keeps. */
const keptAs: Readonly<Record<string, string>> = {
  'raw.facility_credential': 'staging.facility_credential',
  'raw.provider_credential': 'staging.panel_credential',
  'raw.provider_line_of_business': 'staging.eligible_pmp',
}

const builders: EngineBuilders = {
  ...panelTestBuilder,
  'assignment.move_allocation': makeMoveAllocation,
  'assignment.pair_distance': makePairDistance,
  'assignment.start_distance': makeStartDistance,
}

/** Builds relations of a night in an engine of their own, with all that they are built from. */
const buildNight = async (trial: Trial, targets: readonly string[]): Promise<void> => {
  const { engine } = trial
  const all = [...rawRelations(), ...findRelations()]
  const rows = bookRows(trial.book)
  for (const name of takenFor(targets, all)) {
    const { relation, source } = sourceOf(name, all)
    if (relation.room === 'book' && isBook(relation.model)) {
      await createTableOf(engine, relation, rows[relation.model])
    } else {
      await take(trial, relation, source)
    }
  }
  await buildMissing(engine, targets, builders, (relation) => narrowed(trial, relation))
}

/** A relation that is taken, and the public one whose rows it has. */
const sourceOf = (
  name: string,
  all: readonly Relation[],
): { readonly relation: Relation; readonly source: Relation } => {
  if (!name.startsWith('baseline.')) {
    const relation = relationNamed(name, all)
    return { relation, source: relation }
  }
  const relation = mirrorOf(name, all)
  const source = all.find(({ model, header }) => header.public && model === relation.model)
  return { relation, source: source ?? relation }
}

const isBook = (model: string): model is BookRelation =>
  (bookRelations as readonly string[]).includes(model)

/** The names of the relations that `targets` are built from and that a trial does not build. */
const takenFor = (targets: readonly string[], all: readonly Relation[]): string[] => {
  const seen = new Set<string>()
  const taken: string[] = []
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const relation = all.find((one) => one.name === name)
    if (relation && isBuilt(relation)) relation.header.inputs.forEach(visit)
    else taken.push(name)
  }
  targets.forEach(visit)
  return taken.toSorted()
}

/** Creates the relation with the rows that `source` has in the run; empty where the run has none. */
const take = async (trial: Trial, relation: Relation, source: Relation): Promise<void> => {
  const { engine, lake, run } = trial
  await engine.run(`create schema if not exists ${identifier(relation.room)}`)
  const file = await writtenFile(lake, run, keptAs[source.name] ?? source.name)
  if (file === undefined) return createEmptyTable(engine, relation)
  const from = parquetRows(file)
  const found = new Set((await engine.describe(`select * from ${from}`)).map(({ name }) => name))
  const columns = columnsOf(relation).map(({ name, type }) => {
    if (relation.name === 'run.parameter' && name === 'as_of') {
      return `cast(${literal(trial.asOf)} as date) as as_of`
    }
    return found.has(name) ? identifier(name) : `cast(null as ${type}) as ${identifier(name)}`
  })
  await engine.run(`create view ${tableOf(relation)} as select ${columns.join(', ')} from ${from}`)
}

/** Relations from which a move needs only the rows of its members. */
const byMember = ['assignment.pair', 'evidence.visit_summary']

const isMove = ({ kind }: Request): boolean => kind === 'bulk_reassign' || kind === 'undo_reassign'

const narrowed = ({ request }: Trial, { name, sql }: Relation): string | undefined =>
  sql !== undefined && isMove(request) && byMember.includes(name)
    ? `select * from (${sql}) as every
       where member_id in (select member_id from assignment.move_member)`
    : sql
