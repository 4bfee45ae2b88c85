/*---
summary: >-
  Gap no_pmp_visit: no visit to any PMP in the gap window (12 months). `closed` by a primary-care
  service, paid or denied, with a PMP panel, on today's roster or not, after the
  window's start and not after the as-of date. `open` when coverage is unbroken since the window's
  start or longer and there is none. Else `prospective`: the member is new and due a year after
  coverage began.
grain: [member_id]
part_of: publication.gap
inputs: [publication.gap_member, evidence.rendered_service, staging.panel, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = none.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  measure: {type: VARCHAR, meaning: "`no_pmp_visit`."}
  version: {type: VARCHAR, meaning: The version of this definition.}
  status: {type: VARCHAR, meaning: "`closed`, `open` or `prospective`."}
  service_date: {type: DATE, meaning: The latest service that closed it; null unless closed.}
  due_by: {type: DATE, meaning: "A year after the latest service, or after coverage began where that is later."}
  exclusion: {type: VARCHAR, meaning: Always null; no member is excluded.}
---*/
with gap_member as (select * from publication.gap_member),

parameter as (select * from run.parameter),

pmp_service as (
    select
        service.member_id,
        max(service.service_date) as latest_date
    from evidence.rendered_service as service
    inner join staging.panel as panel on service.provider_id = panel.provider_id
    where service.is_primary_care and panel.is_pmp
    group by service.member_id
),

counted_from as (
    select
        gap_member.member_id,
        gap_member.practice_id,
        gap_member.provider_id,
        pmp_service.latest_date,
        coalesce(pmp_service.latest_date > parameter.gap_window_start, false) as is_found,
        case
            when pmp_service.latest_date > gap_member.unbroken_since then pmp_service.latest_date
            else gap_member.unbroken_since
        end as start_date,
        parameter.as_of
    from gap_member
    cross join parameter
    left join pmp_service on gap_member.member_id = pmp_service.member_id
),

-- A year after February 29 is February 28.
due as (
    select
        *,
        cast(
            cast(year(start_date) + 1 as varchar)
            || case
                when month(start_date) = 2 and day(start_date) = 29 then '-02-28'
                else substr(cast(start_date as varchar), 5, 6)
            end
            as date
        ) as due_by
    from counted_from
),

final as (
    select
        member_id,
        practice_id,
        provider_id,
        'no_pmp_visit' as measure,
        '1' as version,
        case
            when is_found then 'closed'
            when due_by <= as_of then 'open'
            else 'prospective'
        end as status,
        case when is_found then latest_date end as service_date,
        due_by,
        cast(null as varchar) as exclusion
    from due
)

select * from final
