import path from 'node:path'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { type Engine, literal } from '../../src/engine/engine.ts'
import { withSpool } from '../../src/base/spool.ts'
import { attribute } from '../reference/attribute.ts'
import { eligibleMembers } from '../reference/members.ts'
import { settle } from '../reference/settle.ts'
import { countVisits, ranking } from '../reference/visits.ts'
import { sampledPayer } from './sampled-payer.ts'
import type { Manifest } from '../../src/runs/manifest.ts'

export interface Comparison {
  readonly members: number
  readonly rows: number
  readonly differ: number
  /** The first of them; the members are made up, so they may be printed. */
  readonly examples: readonly string[]
}

interface AssignedRow {
  readonly member_id: string
  readonly provider_id: string | null
  readonly basis: string
  readonly effective_date: string | null
}

/** Bases of members that the steps before the geographic one leave to it. */
const LEFT_TO_MILES = ['geographic', 'unassigned']

/**
 * Compares a sample of the members of a large first night with the plain second implementation of the
 * rules, which reads the same delivered files: attribution with its visits, amounts and runner-up, and
 * each assignment. Of an assignment by distance, only that it was left to distance is compared. The
 * sample follows from the ids.
 */
export const compareWithReference = async (
  lake: string,
  manifest: Manifest,
  members: number,
): Promise<Comparison> =>
  withSpool(async (spool) => {
    const engine = await openDuckDb({ spool, memoryLimit: '2GB' })
    try {
      return await compare(engine, lake, manifest, members)
    } finally {
      engine.close()
    }
  })

const compare = async (
  engine: Engine,
  lake: string,
  manifest: Manifest,
  count: number,
): Promise<Comparison> => {
  const relation = (name: string): string =>
    `read_parquet(${literal(path.join(lake, 'runs', manifest.run_id, `${name}.parquet`))})`
  await engine.run(
    `create table sampled as select member_id from ${relation('assignment/assigned_provider')}
     order by md5(member_id), member_id limit ${count}`,
  )
  const isSampled = 'member_id in (select member_id from sampled)'
  const payer = await sampledPayer(engine, lake, manifest, isSampled)
  const eligible = eligibleMembers(payer)
  const visits = countVisits(payer, eligible)
  const settled = settle(payer, eligible, visits, new Map())
  const assigned = await engine.all<AssignedRow>(
    `select member_id, provider_id, basis, cast(effective_date as varchar) as effective_date
     from ${relation('assignment/assigned_provider')} where ${isSampled}`,
  )
  const attributed = await engine.all<Record<string, string | number | null>>(
    `select member_id, provider_id, attribution_type, visits, allowed_amount,
       cast(last_visit_date as varchar) as last_visit_date, runner_up_provider_id, runner_up_visits
     from ${relation('attribution/attributed_provider')} where ${isSampled}`,
  )
  const given = new Map(
    assigned.map((row) => [
      row.member_id,
      { provider: row.provider_id, basis: row.basis, effective: row.effective_date },
    ]),
  )
  const found = [
    ...assigned.map(({ member_id: id, provider_id: provider, basis, effective_date: since }) =>
      LEFT_TO_MILES.includes(basis) ? `${id} by distance` : `${id} ${provider} ${basis} ${since}`,
    ),
    ...attributed.map((row) => `attributed ${Object.values(row).map(plain).join(' ')}`),
  ]
  const expected = [
    ...[...eligible.keys()].map((id) => {
      const one = settled.assigned.get(id)
      return one ? `${id} ${one.provider} ${one.basis} ${one.effective}` : `${id} by distance`
    }),
    ...[...attribute(eligible.keys(), visits, { ...settled, assigned: given })].map(
      ([id, { provider, type }]) => {
        const [first, second] = type === 'claims' ? ranking(visits.get(id)) : []
        // Without an attributed provider, no visits are recorded.
        const none = type === null ? null : 0
        const evidence = [first?.[1].visits ?? none, first?.[1].allowed ?? none, first?.[1].last]
        const rest = [...evidence, second?.[0], second?.[1].visits]
        return `attributed ${[id, provider, type, ...rest].map(plain).join(' ')}`
      },
    ),
  ]
  const [ours, theirs] = [new Set(found), new Set(expected)]
  const missing = expected.filter((row) => !ours.has(row))
  const surplus = found.filter((row) => !theirs.has(row))
  return {
    members: eligible.size,
    rows: expected.length,
    differ: missing.length + surplus.length,
    examples: [
      ...missing.slice(0, 5).map((row) => `expected ${row}`),
      ...surplus.slice(0, 5).map((row) => `found ${row}`),
    ],
  }
}

const plain = (value: unknown): string => (value === null || value === undefined ? '-' : `${value}`)
