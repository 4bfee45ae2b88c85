/*---
summary: >-
  Gap well_visit: the well visit due at the member's age, by the versioned codes of the service year, paid
  or denied, with any provider. In a child's first months (publication.well_visit_schedule) it is
  `closed` when the scheduled number of visits on different days is found, `open` when the last day
  has passed without them, else `prospective`. From age three it is `closed` by a visit in the gap
  window (12 months). Otherwise the visit is due a year after the latest one, the third birthday or
  the start of unbroken coverage, whichever is latest: `open` from that day on, `prospective` before.
grain: [member_id]
part_of: publication.gap
inputs:
  - publication.gap_member
  - publication.well_visit_schedule
  - evidence.rendered_service
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = none.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  measure: {type: VARCHAR, meaning: "`well_visit`."}
  version: {type: VARCHAR, meaning: The version of this definition.}
  status: {type: VARCHAR, meaning: "`closed`, `open` or `prospective`."}
  service_date: {type: DATE, meaning: The latest service that closed it; null unless closed.}
  due_by: {type: DATE, meaning: "Last day of the child's months, or a year after the latest visit or start."}
  exclusion: {type: VARCHAR, meaning: "enrolled_late: not covered throughout the months of the schedule."}
---*/
with gap_member as (select * from publication.gap_member),

schedule as (select * from publication.well_visit_schedule),

parameter as (select * from run.parameter),

well_day as (
    select
        schedule.member_id,
        service.service_date,
        coalesce(service.service_date > schedule.counts_after, true) as counts
    from schedule
    inner join evidence.rendered_service as service
        on schedule.member_id = service.member_id
    where
        (schedule.code_set = 'well_child' and service.is_well_child)
        or (schedule.code_set = 'well_adult' and service.is_well_adult)
    group by schedule.member_id, service.service_date, schedule.counts_after
),

found as (
    select
        member_id,
        sum(case when counts then 1 else 0 end) as visits,
        max(case when counts then service_date end) as latest_counted,
        max(service_date) as latest_date
    from well_day
    group by member_id
),

due_from as (
    select
        gap_member.member_id,
        gap_member.practice_id,
        gap_member.provider_id,
        schedule.due_by,
        schedule.enrolled_late,
        coalesce(found.visits >= schedule.visits_needed, false) as is_found,
        found.latest_counted,
        case
            when found.latest_date > schedule.yearly_since then found.latest_date
            else schedule.yearly_since
        end as start_date,
        parameter.as_of
    from gap_member
    inner join schedule on gap_member.member_id = schedule.member_id
    cross join parameter
    left join found on gap_member.member_id = found.member_id
),

-- A year after February 29 is February 28.
due as (
    select
        member_id,
        practice_id,
        provider_id,
        enrolled_late,
        is_found,
        latest_counted,
        as_of,
        coalesce(
            due_by,
            cast(
                cast(year(start_date) + 1 as varchar)
                || case
                    when month(start_date) = 2 and day(start_date) = 29 then '-02-28'
                    else substr(cast(start_date as varchar), 5, 6)
                end
                as date
            )
        ) as due_by
    from due_from
),

final as (
    select
        member_id,
        practice_id,
        provider_id,
        'well_visit' as measure,
        '1' as version,
        case
            when is_found then 'closed'
            when due_by <= as_of then 'open'
            else 'prospective'
        end as status,
        case when is_found then latest_counted end as service_date,
        due_by,
        case when enrolled_late then 'enrolled_late' end as exclusion
    from due
)

select * from final
