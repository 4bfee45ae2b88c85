import { openLocalLake } from '../../src/lake/local-lake.ts'
import { appendAll } from '../../src/requests/chain.ts'
import type { Entry } from '../../src/requests/entry.ts'
import type { RunResult } from '../../src/night/run.ts'
import { csv, put, reading, runIn, withoutGuardRails } from './night.ts'
import { member, panel } from './small-payer.ts'

/** The inbox of one night, and the requests and decisions since the night before. */
export interface Evening {
  readonly members: readonly Record<string, string>[]
  readonly panels: readonly Record<string, string>[]
  readonly record: readonly Record<string, string>[]
  readonly selections?: readonly Record<string, string>[]
  readonly facilities?: readonly Record<string, string>[]
  readonly entries?: readonly Entry[]
}

/** The ids M001, M002 and so on. */
export const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `M${String(i + 1).padStart(3, '0')}`)

/** So many members, all alike except for `more`. */
export const people = (
  count: number,
  more: (index: number) => object = () => ({}),
): Record<string, string>[] => ids(count).map((id, i) => member(id, more(i)))

/** Panels without a limit, each at its own practice, except for what `more` sets. */
export const panels = (more: Readonly<Record<string, object>>): Record<string, string>[] =>
  Object.entries(more).map(([id, rest]) =>
    panel(id, { practice_id: `K${id}`, panel_capacity: '', ...rest }),
  )

/** Rows of the system of record that have each of these members with a provider. */
export const recorded = (
  provider: string,
  members: readonly string[],
  since = '2025-01-01',
): Record<string, string>[] =>
  members.map((id) => ({
    member_id: id,
    provider_id: provider,
    effective_date: since,
    basis: 'geographic',
  }))

/** The rows as CSV with every column that any of them has. */
const table = (rows: readonly object[]): string =>
  csv(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))])

/** Puts the evening into the lake and runs its night. */
export const evening = async (folder: string, asOf: string, given: Evening): Promise<RunResult> => {
  await put(folder, `inbox/enrollment/${asOf}.csv`, table(given.members))
  await put(folder, `inbox/providers/${asOf}.csv`, table(given.panels))
  await put(folder, `inbox/current_assignments/${asOf}.csv`, table(given.record))
  if (given.selections) await put(folder, 'inbox/self_selections/all.csv', csv(given.selections))
  if (given.facilities) await put(folder, `inbox/facilities/${asOf}.csv`, csv(given.facilities))
  const lake = await openLocalLake(folder)
  await appendAll(lake, given.entries ?? [], (_, remaining) => remaining)
  return runIn(folder, { asOf, change: withoutGuardRails })
}

export interface Assigned {
  readonly member_id: string
  readonly provider_id: string | null
  readonly basis: string
  readonly effective_date: string | null
}

/** The PMP assigned to each member, by member. */
export const assignedIn = (folder: string, night: RunResult): Promise<Assigned[]> =>
  reading(folder, night, (engine) =>
    engine.all<Assigned>(
      `select member_id, provider_id, basis, cast(effective_date as varchar) as effective_date
      from assignment.assigned_provider order by member_id`,
    ),
  )

export interface Moved {
  readonly request_id: string
  readonly member_id: string
  readonly to_provider_id: string | null
  readonly reason: string
  readonly ended_reason: string | null
}

export const movedIn = (folder: string, night: RunResult): Promise<Moved[]> =>
  reading(folder, night, (engine) =>
    engine.all<Moved>(
      `select request_id, member_id, to_provider_id, reason, ended_reason
      from assignment.moved_member order by request_id, member_id`,
    ),
  )

/** How many of these rows name each provider. */
export const countByProvider = (rows: readonly Assigned[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { provider_id: id } of rows) counts[id ?? 'none'] = (counts[id ?? 'none'] ?? 0) + 1
  return counts
}
