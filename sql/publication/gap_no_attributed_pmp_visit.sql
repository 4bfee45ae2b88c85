/*---
summary: >-
  Gap no_attributed_pmp_visit: no visit to the attributed PMP in the gap window (12 months). `closed`
  by a primary-care service, paid or denied, with that panel after the window's start and not
  after the as-of date. `open` when coverage is unbroken since the window's start or longer and there
  is none, however recent the attribution. Else `prospective`: the member is new and due a
  year after coverage began. A member without attribution is excluded.
grain: [member_id]
part_of: publication.gap
inputs: [publication.gap_member, evidence.rendered_service, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = none.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  measure: {type: VARCHAR, meaning: "`no_attributed_pmp_visit`."}
  version: {type: VARCHAR, meaning: The version of this definition.}
  status: {type: VARCHAR, meaning: "`closed`, `open` or `prospective`."}
  service_date: {type: DATE, meaning: The latest service that closed it; null unless closed.}
  due_by: {type: DATE, meaning: "A year after the latest service, or after coverage began where that is later."}
  exclusion: {type: VARCHAR, meaning: "no_attributed_provider: the member is attributed to no PMP."}
---*/
with gap_member as (select * from publication.gap_member),

parameter as (select * from run.parameter),

own_service as (
    select
        gap_member.member_id,
        max(service.service_date) as latest_date
    from gap_member
    inner join evidence.rendered_service as service
        on gap_member.member_id = service.member_id
        and gap_member.provider_id = service.provider_id
    where service.is_primary_care
    group by gap_member.member_id
),

counted_from as (
    select
        gap_member.member_id,
        gap_member.practice_id,
        gap_member.provider_id,
        own_service.latest_date,
        coalesce(own_service.latest_date > parameter.gap_window_start, false) as is_found,
        case
            when own_service.latest_date > gap_member.unbroken_since then own_service.latest_date
            else gap_member.unbroken_since
        end as start_date,
        parameter.as_of
    from gap_member
    cross join parameter
    left join own_service on gap_member.member_id = own_service.member_id
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
        'no_attributed_pmp_visit' as measure,
        '1' as version,
        case
            when is_found then 'closed'
            when due_by <= as_of then 'open'
            else 'prospective'
        end as status,
        case when is_found then latest_date end as service_date,
        due_by,
        case when provider_id is null then 'no_attributed_provider' end as exclusion
    from due
)

select * from final
