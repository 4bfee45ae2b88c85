/*---
summary: >-
  What every list says of a member, whoever lists them: the latest visit to any PMP, emergency visits,
  and open gaps. Apart from the registry, which joins a million members to enough as it is.
grain: [member_id]
inputs:
  - staging.member
  - evidence.visit_summary
  - evidence.rendered_service
  - publication.gap
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  last_pmp_visit_date: {type: DATE, meaning: The latest visit to any PMP in the window.}
  ed_visits_12m: {type: BIGINT, meaning: Days with an emergency visit in the window of gaps.}
  gap_no_pmp_visit: {type: VARCHAR, meaning: Status of the gap; null when excluded.}
  gap_no_attributed_pmp_visit: {type: VARCHAR, meaning: Status of the gap; null when excluded.}
  gap_well_visit: {type: VARCHAR, meaning: Status of the gap; null when excluded or none is due.}
  gap_emergency_without_pmp: {type: VARCHAR, meaning: "Status of the gap; null where there were too few emergency visits."}
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

gap as (
    select
        member_id,
        max(case when measure = 'no_pmp_visit' then status end) as gap_no_pmp_visit,
        max(case when measure = 'no_attributed_pmp_visit' then status end)
            as gap_no_attributed_pmp_visit,
        max(case when measure = 'well_visit' then status end) as gap_well_visit,
        max(case when measure = 'emergency_without_pmp' then status end)
            as gap_emergency_without_pmp
    from publication.gap
    where exclusion is null
    group by member_id
),

final as (
    select
        member.member_id,
        pmp_visit.last_pmp_visit_date,
        coalesce(emergency.ed_visits_12m, 0) as ed_visits_12m,
        gap.gap_no_pmp_visit,
        gap.gap_no_attributed_pmp_visit,
        gap.gap_well_visit,
        gap.gap_emergency_without_pmp
    from member
    left join pmp_visit on member.member_id = pmp_visit.member_id
    left join emergency on member.member_id = emergency.member_id
    left join gap on member.member_id = gap.member_id
)

select * from final
