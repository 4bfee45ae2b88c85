import { openLocalLake } from '../../src/lake/local-lake.ts'
import type { RunResult } from '../../src/night/run.ts'
import { appendAll } from '../../src/requests/chain.ts'
import type { Entry } from '../../src/requests/entry.ts'
import { approved } from '../requests/entries.ts'
import { explainMember } from './commands.ts'
import { csv, nightlyPipeline, reading, runIn, withoutGuardRails } from './night.ts'
import { claim, fill, member, panel } from './small-payer.ts'

export const FIRST = '2026-06-30'
export const SECOND = '2026-07-01'

const leave = {
  kind: 'set_coverage',
  absent_provider_id: 'P1',
  covering_provider_ids: ['P2'],
  effective_date: '2026-06-22',
  end_date: '2026-07-05',
  reason: 'leave',
}
const training = {
  ...leave,
  absent_provider_id: 'P2',
  covering_provider_ids: ['P1'],
  effective_date: '2026-07-01',
  end_date: '2026-07-02',
  reason: 'training',
}
/** Two weeks away, and on two days of them the covering provider is away too. */
export const leaveWithGap = [
  ...approved('LEAVE', '2026-06-01', leave),
  ...approved('TRAINING', '2026-06-02', training),
]

/** M1's row of the system of record. */
export const recorded = (provider: string, since: string): string =>
  csv([{ member_id: 'M1', provider_id: provider, effective_date: since, basis: 'geographic' }])

/** M1 is P1's; on 1 June and 24 June they saw P2. */
export const fillLeave = async (folder: string, entries: readonly Entry[]): Promise<void> => {
  await fill(folder, {
    'inbox/enrollment/2026-06-30.csv': csv([member('M1'), member('M2')]),
    'inbox/providers/2026-06-30.csv': csv([panel('P1'), panel('P2'), panel('P3')]),
    'inbox/claims/2026-06.csv': csv([
      claim('C1', 'M1', 'P1', '2026-03-02'),
      claim('C2', 'M1', 'P2', '2026-06-01'),
      claim('C3', 'M1', 'P2', '2026-06-24'),
    ]),
    'inbox/current_assignments/2026-06-30.csv': recorded('P1', '2025-01-01'),
    'inbox/scheduled_visits/2026-06-30.csv': csv([
      { visit_id: 'V1', member_id: 'M1', provider_id: 'P1', scheduled_at: '2026-06-30' },
      { visit_id: 'V2', member_id: 'M1', provider_id: 'P1', scheduled_at: '2026-07-01' },
      { visit_id: 'V3', member_id: 'M1', provider_id: 'P1', scheduled_at: '2026-07-06' },
    ]),
  })
  await appendAll(await openLocalLake(folder), entries, (_, remaining) => remaining)
}

/** A night of this payer. */
export const night = (
  folder: string,
  asOf: string,
  pipeline = nightlyPipeline,
): Promise<RunResult> => runIn(folder, { asOf, pipeline, change: withoutGuardRails })

/** The rows of a query of the run's relations, as arrays. */
export const rows = (folder: string, result: RunResult, sql: string): Promise<unknown[][]> =>
  reading(folder, result, async (engine) =>
    (await engine.all(sql)).map((row) => Object.values(row)),
  )

/** M1's visits, and who was seen in the PMP's place. */
export const visits = `select provider_id, service_date, rendered_by from evidence.visit
  where member_id = 'M1' order by service_date`

/** What `empanel explain member M1` prints. */
export const explained = (folder: string): Promise<string> => explainMember('M1', { lake: folder })
