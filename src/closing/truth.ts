import { type Engine, literal } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { relationFile } from '../runs/open-run.ts'
import type { Manifest } from '../runs/manifest.ts'

/** A month and the day of it on which membership counts. */
export interface MonthDay {
  readonly month: string
  readonly day: string
}

const KNOWN = {
  known_span: 'staging.coverage_span',
  known_member: 'staging.member',
  known_panel: 'staging.panel',
  known_history: 'assignment.history',
} as const

const LISTED = {
  listed_span: 'staging.coverage_span',
  listed_member: 'staging.member',
  listed_panel: 'staging.panel',
  listed_attribution: 'attribution.attributed_provider',
} as const

/** Opens what the newest run knows, as views. */
export const openKnown = (engine: Engine, lake: Lake, run: Manifest): Promise<void> =>
  openViews(engine, lake, run, KNOWN)

/** Opens what the run of a month said, as views, instead of those of another month. */
export const openListed = (engine: Engine, lake: Lake, run: Manifest): Promise<void> =>
  openViews(engine, lake, run, LISTED)

const openViews = async (
  engine: Engine,
  lake: Lake,
  run: Manifest,
  views: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const [view, relation] of Object.entries(views)) {
    const file = await relationFile(lake, run, relation)
    await engine.run(
      `create or replace view ${view} as select * from read_parquet(${literal(file)})`,
    )
  }
}

/** Makes the empty relation that `addTruth` fills. */
export const makeTruth = (engine: Engine): Promise<void> =>
  engine.run(
    `create table truth (
      month varchar, fixed_day date, member_id varchar, line_of_business varchar,
      assigned_provider_id varchar, attributed_provider_id varchar, attribution_type varchar,
      practice_id varchar, practice_tin varchar
    )`,
  )

/**
 * Adds the member-months of one month as they are known now. A member counts whom a span covers on
 * the fixed day, who was alive, and whose span asks for a PMP; the PMP is who held that day. Whoever
 * has no accepted enrollment row in the newest run keeps what the month's own run said of coverage.
 * Attribution is that of the month's run; by `assignment`, it follows the PMP of the day.
 */
export const addTruth = (engine: Engine, { month, day }: MonthDay): Promise<void> =>
  engine.run(`insert into truth ${TRUTH}`, [month, day])

const TRUTH = `
with span as (
  select * from known_span where coverage_start <= cast($2 as date) and coverage_end >= cast($2 as date)
  union all by name
  select * from listed_span
  where coverage_start <= cast($2 as date) and coverage_end >= cast($2 as date)
  and not exists (select 1 from known_span where known_span.member_id = listed_span.member_id)
),
chosen as (
  select *, row_number() over (
    partition by member_id
    order by line_rank nulls last, coverage_start desc, line_of_business, plan_id
  ) as choice
  from span
),
held as (
  select member_id, provider_id from known_history
  where known_to = date '9999-12-31'
  and held_from <= cast($2 as date) and held_to >= cast($2 as date)
),
counted as (
  select
    chosen.member_id, chosen.line_of_business, held.provider_id as assigned,
    coalesce(attribution.attribution_type <> 'assignment', false) as is_listed,
    attribution.provider_id as listed, attribution.attribution_type
  from chosen
  left join known_member on chosen.member_id = known_member.member_id
  left join listed_member on chosen.member_id = listed_member.member_id
  left join held on chosen.member_id = held.member_id
  left join listed_attribution as attribution on chosen.member_id = attribution.member_id
  where chosen.choice = 1 and chosen.pmp_required
  and coalesce(known_member.death_date, listed_member.death_date, date '9999-12-31')
    >= cast($2 as date)
),
attributed as (
  select
    member_id, line_of_business, assigned,
    case when is_listed then listed else assigned end as provider_id,
    case when is_listed then attribution_type when assigned is not null then 'assignment' end as type
  from counted
)
select
  $1 as month, cast($2 as date) as fixed_day, attributed.member_id, attributed.line_of_business,
  attributed.assigned, attributed.provider_id, attributed.type,
  case when listed_panel.provider_id is null then known_panel.practice_id
    else listed_panel.practice_id end,
  case when listed_panel.provider_id is null then known_panel.practice_tin
    else listed_panel.practice_tin end
from attributed
left join listed_panel on attributed.provider_id = listed_panel.provider_id
left join known_panel on attributed.provider_id = known_panel.provider_id`
