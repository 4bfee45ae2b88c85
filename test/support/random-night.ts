import type { Engine } from '../../src/engine/engine.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { nightlyStages } from '../../src/night/nightly.ts'
import type { Stage } from '../../src/night/stage.ts'
import { appendAll } from '../../src/requests/chain.ts'
import type { HistoryRow, Payer } from '../reference/payer.ts'
import { entriesOfCoverage } from '../reference/random-coverage.ts'
import { entriesOf } from '../reference/random-requests.ts'
import type { RequestRow } from '../reference/requests.ts'
import { csv, put, reading, runIn, withoutGuardRails } from './night.ts'

export interface AssignedRow {
  member_id: string
  provider_id: string | null
  basis: string
  effective_date: string | null
  carried_basis: string | null
}

export interface AttributedRow {
  member_id: string
  provider_id: string | null
  attribution_type: string | null
  visits: number | null
}

export interface StartRow {
  request_id: string
  role: string
  part_type: string
  part_id: string
  state: string
  effective_date: string | null
}

export interface Decided {
  assigned: AssignedRow[]
  attributed: AttributedRow[]
  starts: StartRow[]
  history: HistoryRow[]
}

/** Writes requests and their approvals to the lake's chain. */
export const writeRequests = async (lake: string, rows: readonly RequestRow[]): Promise<void> => {
  await appendAll(await openLocalLake(lake), rows.flatMap(entriesOf), (_, remaining) => remaining)
}

/** Writes the coverages and their approvals; they come before all other requests. */
export const writeCoverage = async (lake: string, { coverage }: Payer): Promise<void> => {
  const entries = coverage.flatMap(entriesOfCoverage)
  await appendAll(await openLocalLake(lake), entries, (_, remaining) => remaining)
}

/** Puts the payer's files of a night into the inbox; snapshots supersede those of nights before. */
export const writeInbox = async (lake: string, payer: Payer): Promise<void> => {
  const { asOf } = payer
  await put(lake, `inbox/enrollment/${asOf}.csv`, csv(payer.enrollment))
  await put(lake, `inbox/providers/${asOf}.csv`, csv(payer.providers))
  await put(lake, `inbox/facilities/${asOf}.csv`, csv(payer.facilities))
  for (const [i, rows] of payer.claims.entries()) {
    if (rows.length > 0) await put(lake, `inbox/claims/${i}.csv`, csv(rows))
  }
  if (payer.selections.length > 0) {
    await put(lake, 'inbox/self_selections/s.csv', csv(payer.selections))
  }
  if (payer.systemOfRecord) {
    const columns = ['member_id', 'provider_id', 'effective_date', 'basis']
    await put(lake, `inbox/current_assignments/${asOf}.csv`, csv(payer.systemOfRecord, columns))
  }
}

/** Runs the night, publishes it, and reads what it decided. */
export const decideNight = async (lake: string, asOf: string): Promise<Decided> =>
  reading(lake, await runIn(lake, { asOf, change: withoutGuardRails }), readDecided)

/** Runs the night until all is decided: what no later night goes on from need not be published. */
export const decideLastNight = async (lake: string, asOf: string): Promise<Decided> => {
  const decided = Promise.withResolvers<Decided>()
  const read: Stage<string, string> = {
    name: 'read',
    reads: [],
    writes: '',
    run: async ({ engine }) => decided.resolve(await readDecided(engine)),
  }
  const last = nightlyStages.findIndex(({ name }) => name === 'attribute')
  const stages = [...nightlyStages.slice(0, last + 1), read]
  await runIn(lake, { asOf, change: withoutGuardRails, stages, dryRun: true })
  return decided.promise
}

const readDecided = async (engine: Engine): Promise<Decided> => ({
  assigned: await engine.all<AssignedRow>('select * from assignment.assigned_provider'),
  attributed: await engine.all<AttributedRow>('select * from attribution.attributed_provider'),
  starts: await engine.all<StartRow>(
    `select * from assignment.request_start where role <> 'coverage'`,
  ),
  history: await engine.all<HistoryRow>(
    `select member_id, provider_id, held_from, held_to from assignment.history
    where known_to = date '9999-12-31'`,
  ),
})
