/*---
summary: >-
  Report: the use of each kind of capacity by panel, in total and by line of business, and by NPI
  where one has several panels.
grain: [subject_type, subject_id, line_of_business, kind, source]
inputs: [publication.capacity, publication.capacity_subject, staging.panel]
columns:
  subject_type: {type: VARCHAR, meaning: "`panel`, or `npi` for the sum of its panels."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: "The practice; empty where the panels have several."}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty for all.}
  kind: {type: VARCHAR, meaning: "`facility_limit`, `patient_panel`, `daily_visits` or `weekly_hours`."}
  source: {type: VARCHAR, meaning: "`book`, `assigned`, `scheduled` or `claims`."}
  used: {type: DOUBLE, meaning: "Facilities, members, visits a day or hours a week."}
  limit_value: {type: DOUBLE, meaning: The maximum; empty = no limit.}
  limit_source: {type: VARCHAR, meaning: "`providers` (its row in the feed) or `sum_of_panels`."}
  room: {type: DOUBLE, meaning: "Capacity left; below 0 where it is exceeded."}
  share: {type: DOUBLE, meaning: "Used, divided by the limit."}
  share_of_panel: {type: DOUBLE, meaning: "For a line of business, its share of the total used."}
  trend: {type: DOUBLE, meaning: Change in used since the night before.}
  pending_in: {type: BIGINT, meaning: Patients or facilities to be added.}
  pending_out: {type: BIGINT, meaning: Patients or facilities to be removed.}
  scheduled_in: {type: BIGINT, meaning: "The part of pending_in on a later day, not counted in used."}
  scheduled_out: {type: BIGINT, meaning: "The part of pending_out on a later day, still counted in used."}
  status: {type: VARCHAR, meaning: "`ok`, `near`, `at_or_over` or `no_limit`."}
---*/
with capacity as (select * from publication.capacity),

subject as (
    select
        subject.subject_type,
        subject.subject_id,
        min(panel.provider_name) as provider_name,
        case when count(distinct panel.practice_id) = 1 then min(panel.practice_id) end
            as practice_id,
        count(*) as panels
    from publication.capacity_subject as subject
    inner join staging.panel as panel on subject.provider_id = panel.provider_id
    group by subject.subject_type, subject.subject_id
),

final as (
    select
        capacity.subject_type,
        capacity.subject_id,
        subject.provider_name,
        subject.practice_id,
        capacity.line_of_business,
        capacity.kind,
        capacity.source,
        capacity.used,
        capacity.limit_value,
        capacity.limit_source,
        capacity.room,
        capacity.share,
        capacity.share_of_panel,
        capacity.trend,
        capacity.pending_in,
        capacity.pending_out,
        capacity.scheduled_in,
        capacity.scheduled_out,
        capacity.status
    from capacity
    inner join subject
        on capacity.subject_type = subject.subject_type
        and capacity.subject_id = subject.subject_id
    where capacity.subject_type = 'panel' or subject.panels > 1
)

select * from final
