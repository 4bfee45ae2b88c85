import type { Engine, Value } from '../../engine/engine.ts'
import type { Relation } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import { dayAfter, dayBefore } from '../../base/days.ts'
import { type CoverageDays, type CoveragePart, type Term, coverageDays } from './coverage-days.ts'
import { createTableOf } from '../../models/table.ts'

/** Builds staging.coverage_candidate: who may act on each day of the coverage in the book. */
export const buildCoverageCandidates = async (
  { engine, asOf }: Night,
  relation: Relation,
): Promise<void> => {
  const parts = await partsOf(engine)
  const roster = await rosterOf(engine, parts, asOf)
  await createTableOf(engine, relation, coverageDays(parts, roster).flatMap(rowsOf))
}

interface PartRow extends Term {
  readonly request_id: string
  readonly absent_provider_id: string
  readonly scope: string
  readonly scope_id: string
  readonly covering_provider_id: string
}

/** The coverage requested for absent providers and for single members, with its covering providers in order. */
const partsOf = async (engine: Engine): Promise<CoveragePart[]> => {
  const rows = await engine.all<PartRow>(
    `select request_id, absent_provider_id, scope, scope_id, covering_provider_id,
      from_date as "from", to_date as "to", covering_rank
    from book.coverage
    union all
    select request_id, '', 'member', member_id, provider_id, from_date, to_date, 1
    from book.patient_assignment where role = 'coverage'
    order by request_id, absent_provider_id, scope, scope_id, "from", covering_rank`,
  )
  const same = Map.groupBy(rows, (row) =>
    JSON.stringify([row.request_id, row.absent_provider_id, row.scope, row.scope_id, row.from]),
  )
  return [...same.values()].flatMap(([first, ...others]) =>
    first
      ? [{ ...first, covering: [first, ...others].map((row) => row.covering_provider_id) }]
      : [],
  )
}

/**
 * The days on which each covering provider is active. A provider that is not on tonight's roster may
 * have left it last night, so it counts as active until yesterday.
 */
const rosterOf = async (
  engine: Engine,
  parts: readonly CoveragePart[],
  asOf: string,
): Promise<Map<string, Term>> => {
  const onRoster = await engine.all<Term & { provider_id: string }>(
    `select provider_id, active_from as "from", coalesce(active_to, date '9999-12-31') as "to"
    from staging.panel
    where provider_id in (
      select covering_provider_id from book.coverage
      union all
      select provider_id from book.patient_assignment
    )`,
  )
  const gone = { from: '0001-01-01', to: dayBefore(asOf) }
  return new Map([
    ...parts.flatMap(({ covering }) => covering.map((id): [string, Term] => [id, gone])),
    ...onRoster.map(({ provider_id: id, from, to }): [string, Term] => [id, { from, to }]),
  ])
}

const rowsOf = ({ part, from, to, candidates }: CoverageDays): Record<string, Value>[] =>
  candidates.map((candidate, i) => ({
    absent_provider_id: part.absent_provider_id,
    scope: part.scope,
    scope_id: part.scope_id,
    from_date: from,
    to_date: to,
    day_before: dayBefore(from),
    day_after: dayAfter(to),
    candidate_rank: i + 1,
    ...candidate,
    request_id: part.request_id,
  }))
