import { type Engine, literal } from '../engine/engine.ts'
import { EmpanelError, exitCode } from '../base/errors.ts'

const COLUMNS = `month, fixed_day, member_id, line_of_business, assigned_provider_id,
  attributed_provider_id, attribution_type, practice_id, practice_tin`

/** Makes `standing`: what the closes so far come to, of which nothing was taken back. */
export const makeStanding = (engine: Engine, files: readonly string[]): Promise<void> =>
  engine.run(
    files.length === 0
      ? `create table standing as select ${COLUMNS} from truth where false`
      : `create table standing as select ${COLUMNS}
         from read_parquet([${files.map(literal).join(', ')}])
         group by ${COLUMNS} having sum(units) > 0`,
  )

/**
 * Makes `entry`, the rows of a close: each member-month of the closed month, and of the months
 * within reach −1 for what no longer holds and +1 for what holds instead. The practice goes with the
 * provider, so that a panel that moves is no reason to adjust.
 */
export const makeEntries = async (
  engine: Engine,
  closing: string,
  reach: readonly string[],
): Promise<void> => {
  const within = `month in (${reach.map(literal).join(', ') || 'null'})`
  await engine.run(`
    create table entry as
    with differing as (
      select standing.month as old_month, truth.month as new_month,
        coalesce(standing.month, truth.month) as month,
        coalesce(standing.member_id, truth.member_id) as member_id,
        case
          when standing.member_id is null then 'retroactive_enrollment'
          when truth.member_id is null then 'retroactive_termination'
          when standing.line_of_business <> truth.line_of_business then 'line_of_business_changed'
          when standing.assigned_provider_id is distinct from truth.assigned_provider_id
            then 'assignment_changed'
          else 'attribution_changed'
        end as reason
      from (from standing where ${within}) as standing
      full join (from truth where ${within}) as truth
      on standing.month = truth.month and standing.member_id = truth.member_id
      where standing.member_id is null or truth.member_id is null
      or standing.line_of_business <> truth.line_of_business
      or standing.assigned_provider_id is distinct from truth.assigned_provider_id
      or standing.attributed_provider_id is distinct from truth.attributed_provider_id
      or standing.attribution_type is distinct from truth.attribution_type
    )
    select ${COLUMNS}, 'original' as entry, 1 as units, ${literal(closing)} as closed_in,
      cast(null as varchar) as reason
    from truth where month = ${literal(closing)}
    union all
    select standing.*, 'adjustment', -1, ${literal(closing)}, reason
    from standing join differing on standing.month = old_month and standing.member_id = differing.member_id
    union all
    select truth.*, 'adjustment', 1, ${literal(closing)}, reason
    from truth join differing on truth.month = new_month and truth.member_id = differing.member_id`)
  await refuseUnbalanced(engine)
}

/** The rows of a close in their order. */
export const ENTRIES = 'select * from entry order by month, member_id, units'

/** Every member-month comes to 0 or 1, whatever went before: a close that would break it is none. */
const refuseUnbalanced = async (engine: Engine): Promise<void> => {
  const bad = await engine.first(`
    select 1 from (
      select month, member_id, 1 as units from standing
      union all
      select month, member_id, units from entry
    ) group by month, member_id having sum(units) not in (0, 1) limit 1`)
  if (bad === undefined) return
  throw new EmpanelError(
    'A member-month would come to something else than 0 or 1.',
    exitCode.failed,
    'Nothing was closed. The closes of this lake contradict each other: restore closes/ from a copy.',
  )
}

/**
 * Makes `missed`: what differs in closed months beyond reach and is not adjusted. Members without an
 * accepted enrollment row in the newest run are left out: nothing is known of them.
 */
export const makeMissed = async (
  engine: Engine,
  beyond: readonly { readonly month: string; readonly day: string }[],
): Promise<void> => {
  const months = beyond.map(({ month, day }) => `(${literal(month)}, date ${literal(day)})`)
  await engine.run(`
    create table missed as
    with months(month, day) as (
      select * from (values ${months.join(', ') || "('', date '0001-01-01')"}) where ${beyond.length > 0}
    ),
    span as (
      select months.month, months.day, known_span.*, row_number() over (
        partition by months.month, known_span.member_id
        order by line_rank nulls last, coverage_start desc, line_of_business, plan_id
      ) as choice
      from months join known_span on coverage_start <= months.day and coverage_end >= months.day
    ),
    now as (
      select span.month, span.member_id, span.line_of_business, history.provider_id
      from span
      left join known_member on span.member_id = known_member.member_id
      left join (from known_history where known_to = date '9999-12-31') as history
      on span.member_id = history.member_id
      and history.held_from <= span.day and history.held_to >= span.day
      where span.choice = 1 and span.pmp_required
      and coalesce(known_member.death_date, date '9999-12-31') >= span.day
    ),
    closed as (
      select standing.* from standing join months on standing.month = months.month
      where exists (select 1 from known_span where known_span.member_id = standing.member_id)
    )
    select
      coalesce(closed.month, now.month) as month,
      coalesce(closed.member_id, now.member_id) as member_id,
      closed.line_of_business as closed_line_of_business, now.line_of_business,
      closed.assigned_provider_id as closed_assigned_provider_id,
      now.provider_id as assigned_provider_id,
      closed.member_id is not null as is_closed, now.member_id is not null as would_be_closed
    from closed
    full join now on closed.month = now.month and closed.member_id = now.member_id
    where closed.member_id is null or now.member_id is null
    or closed.line_of_business <> now.line_of_business
    or closed.assigned_provider_id is distinct from now.provider_id`)
}

/** What was not adjusted, in its order. */
export const MISSED = 'select * from missed order by month, member_id'
