/*---
summary: >-
  Gap emergency_without_pmp: two or more emergency visits in the emergency window (6 months) without
  a visit to any PMP in it. An emergency visit is place of service 23, revenue code 0450-0459 or
  0981, or 99281-99285, paid or denied, counted once per member and date. `open` when there is no such PMP
  visit, `closed` when there is one; members with fewer emergency visits have no row, so nothing is
  `prospective`.
grain: [member_id]
part_of: publication.gap
inputs: [publication.gap_member, evidence.rendered_service, staging.panel, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = none.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  measure: {type: VARCHAR, meaning: "`emergency_without_pmp`."}
  version: {type: VARCHAR, meaning: The version of this definition.}
  status: {type: VARCHAR, meaning: "`closed`, `open` or `prospective`."}
  service_date: {type: DATE, meaning: The latest service that closed it; null unless closed.}
  due_by: {type: DATE, meaning: The day of the emergency visit that made a PMP visit due.}
  exclusion: {type: VARCHAR, meaning: Always null; no member is excluded.}
---*/
with gap_member as (select * from publication.gap_member),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

service as (
    select
        rendered.member_id,
        rendered.provider_id,
        rendered.service_date,
        rendered.is_primary_care,
        rendered.is_emergency
    from evidence.rendered_service as rendered
    inner join parameter
        on rendered.service_date > parameter.emergency_window_start
        and rendered.service_date <= parameter.as_of
),

emergency_day as (
    select
        member_id,
        service_date
    from service
    where is_emergency
    group by member_id, service_date
),

numbered as (
    select
        member_id,
        service_date,
        row_number() over (
            partition by member_id
            order by service_date nulls last
        ) as visit_number
    from emergency_day
),

frequent as (
    select
        numbered.member_id,
        numbered.service_date as due_by
    from numbered
    inner join parameter on numbered.visit_number = parameter.emergency_min_visits
),

pmp_visit as (
    select
        service.member_id,
        max(service.service_date) as service_date
    from service
    inner join panel on service.provider_id = panel.provider_id
    where service.is_primary_care and panel.is_pmp
    group by service.member_id
),

final as (
    select
        gap_member.member_id,
        gap_member.practice_id,
        gap_member.provider_id,
        'emergency_without_pmp' as measure,
        '1' as version,
        case when pmp_visit.member_id is null then 'open' else 'closed' end as status,
        pmp_visit.service_date,
        frequent.due_by,
        cast(null as varchar) as exclusion
    from frequent
    inner join gap_member on frequent.member_id = gap_member.member_id
    left join pmp_visit on frequent.member_id = pmp_visit.member_id
)

select * from final
