import { feedNames } from '../../feeds/index.ts'
import { buildRoom, fromRows } from '../../models/build.ts'
import type { Rows } from '../../models/table.ts'
import { panelTestRows } from '../../rules/panel-tests.ts'
import { reasonRows } from '../../rules/vocabulary.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { codeRelations } from './code-rows.ts'
import { parameterRow } from './parameters.ts'
import { places } from './places.ts'
import { policyRows } from './policy-rows.ts'
import { stepRows } from './step-rows.ts'

/**
 * Builds the rows that models join in place of settings. Runs before any file is read, because ingest
 * needs the codes; which feeds were delivered is recorded later, by `deliveries`.
 */
export const loadPolicyRelations = stage({
  name: 'policy',
  reads: [],
  writes: 'run',
  run: async (night) => {
    const builders = Object.entries(runRows(night)).map(
      ([model, rows]) => [`run.${model}`, fromRows(rows)] as const,
    )
    await buildRoom(night, 'run', {
      builders: { ...Object.fromEntries(builders), 'run.calendar': buildCalendar },
    })
    night.manifest.parameters['policy'] = night.policy
  },
})

/** The rows of each relation of `run`, by the name after the dot. Notes borrowed code lists. */
const runRows = (night: Night): Readonly<Record<string, Rows>> => {
  const { policy, asOf, baseline, manifest } = night
  const parameter = parameterRow(policy, asOf, baseline?.asOf)
  const years = { first: yearOf(String(parameter['evidence_start'])), last: yearOf(asOf) }
  const codes = codeRelations(policy, years)
  manifest.notes.push(...codes.notes)
  const { zips, counties } = places()
  return {
    parameter: [parameter],
    policy_step: stepRows(policy),
    reason: reasonRows().map((row) => ({ ...row })),
    panel_test: panelTestRows,
    ...codes.relations,
    ...policyRows(policy, asOf),
    zip: zips,
    county: counties,
    feed: feedRows(night),
  }
}

const yearOf = (date: string): number => Number(date.slice(0, 4))

/** Every feed, none delivered so far. */
const feedRows = ({ baseline }: Night): Rows =>
  feedNames.map((feed) => ({
    feed,
    delivered: false,
    in_baseline: baseline?.feeds.includes(feed) ?? false,
  }))

const buildCalendar = async ({ engine, asOf }: Night): Promise<void> => {
  await engine.run(
    `create table run.calendar as
    select
      cast(day as date) as day,
      cast(day + interval 1 day as date) as next_day,
      cast(date_diff('day', date '1900-01-01', cast(day as date)) as integer) as day_number,
      isodow(day) <= 5 as is_working_day
    from generate_series(timestamp '1900-01-01', cast($1 as timestamp) + interval 5 years, interval 1 day) as days(day)`,
    [asOf],
  )
}
