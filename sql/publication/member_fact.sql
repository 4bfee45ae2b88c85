/*---
summary: >-
  The facts of a member that are the same on every practice's list: the latest visit to any PMP and
  the emergency visits.
grain: [member_id]
inputs:
  - staging.member
  - evidence.visit_summary
  - evidence.rendered_service
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  last_pmp_visit_date: {type: DATE, meaning: The latest visit to any PMP in the window.}
  ed_visits_12m: {type: BIGINT, meaning: Days with an emergency visit in the gap window.}
---*/
with member as (select * from staging.member),

visit_summary as (select * from evidence.visit_summary),

parameter as (select * from run.parameter),

pmp_visit as (
    select
        member_id,
        max(last_visit_date) as last_pmp_visit_date
    from visit_summary
    group by member_id
),

emergency as (
    select
        service.member_id,
        count(distinct service.service_date) as ed_visits_12m
    from evidence.rendered_service as service
    inner join parameter on service.service_date > parameter.gap_window_start
    where service.is_emergency
    group by service.member_id
),

final as (
    select
        member.member_id,
        pmp_visit.last_pmp_visit_date,
        coalesce(emergency.ed_visits_12m, 0) as ed_visits_12m
    from member
    left join pmp_visit on member.member_id = pmp_visit.member_id
    left join emergency on member.member_id = emergency.member_id
)

select * from final
