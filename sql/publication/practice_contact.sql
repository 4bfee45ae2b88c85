/*---
summary: >-
  A practice's past and future contact with each member on its list: the latest qualifying visit to
  any of its PMPs, and the next scheduled visit to any of its providers.
grain: [practice_id, member_id]
inputs:
  - publication.list_entry
  - staging.panel
  - evidence.visit
  - raw.scheduled_visits
  - run.parameter
columns:
  practice_id: {type: VARCHAR, meaning: The practice.}
  member_id: {type: VARCHAR, meaning: The member.}
  last_visit_date: {type: DATE, meaning: The latest qualifying visit here; null = none.}
  next_visit: {type: DATE, meaning: The first scheduled visit here from the as-of date on; null = none.}
---*/
with entry as (select * from publication.list_entry),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

dated as (
    select
        visit.member_id,
        visit.provider_id,
        visit.service_date as last_visit_date,
        cast(null as date) as next_visit
    from evidence.visit as visit
    union all
    select
        booked.member_id,
        booked.provider_id,
        null,
        booked.scheduled_at
    from raw.scheduled_visits as booked
    inner join parameter on booked.scheduled_at >= parameter.as_of
),

final as (
    select
        entry.practice_id,
        entry.member_id,
        max(dated.last_visit_date) as last_visit_date,
        min(dated.next_visit) as next_visit
    from entry
    inner join dated on entry.member_id = dated.member_id
    inner join panel
        on dated.provider_id = panel.provider_id
        and entry.practice_id = panel.practice_id
    group by entry.practice_id, entry.member_id
)

select * from final
