/*---
summary: >-
  The limit of each panel for each kind of capacity, from the roster. The limit of an NPI is the sum
  of the limits of its panels, if each has one.
grain: [subject_type, subject_id, kind]
inputs: [publication.capacity_subject, staging.panel]
columns:
  subject_type: {type: VARCHAR, meaning: "`panel` or `npi`."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  kind: {type: VARCHAR, meaning: "`facility_limit`, `patient_panel`, `daily_visits` or `weekly_hours`."}
  limit_value: {type: DOUBLE, meaning: The most that it takes.}
  limit_source: {type: VARCHAR, meaning: "`providers` (its row in the feed) or `sum_of_panels`."}
---*/
with subject as (select * from publication.capacity_subject),

panel as (select * from staging.panel),

panel_limit as (
    select provider_id, 'facility_limit' as kind, cast(facility_capacity as double) as limit_value
    from panel
    union all
    select provider_id, 'patient_panel', cast(panel_capacity as double) from panel
    union all
    select provider_id, 'daily_visits', cast(daily_visit_capacity as double) from panel
    union all
    select provider_id, 'weekly_hours', weekly_hours from panel
),

final as (
    select
        subject.subject_type,
        subject.subject_id,
        panel_limit.kind,
        round(sum(panel_limit.limit_value), 4) as limit_value,
        case when subject.subject_type = 'panel' then 'providers' else 'sum_of_panels' end
            as limit_source
    from subject
    inner join panel_limit on subject.provider_id = panel_limit.provider_id
    group by subject.subject_type, subject.subject_id, panel_limit.kind
    having count(panel_limit.limit_value) = count(*)
)

select * from final
