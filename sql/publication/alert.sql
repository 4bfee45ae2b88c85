/*---
summary: >-
  What needs somebody's eyes tonight. An alert keeps its id and its first day for as long as it
  stands night after night. Details tell of values and limits, never of a person.
grain: [alert_id]
public: true
inputs:
  - assignment.assigned_provider
  - assignment.capacity
  - assignment.exception
  - assignment.not_evaluated
  - reconciliation.load
  - staging.member
  - staging.panel
  - publication.alert_load
  - baseline.alert
  - run.parameter
columns:
  alert_id: {type: VARCHAR, meaning: "alert_type:subject_type:subject_id."}
  alert_type:
    type: VARCHAR
    meaning: >-
      `at_capacity` (as many members as seats, or more), `geographic_mismatch` (assigned beyond the
      access standard), `coverage_gap` (assigned to nobody), `not_loaded` (a change that the system
      of record does not show after load_nights), `load_rejected` (a change that the core system
      rejected), `not_evaluated`, `lock_not_honoured`,
      `selection_not_honoured`, `not_locatable`.
  subject_type: {type: VARCHAR, meaning: "`member` or `provider`."}
  subject_id: {type: VARCHAR, meaning: Whom it is about.}
  detail: {type: VARCHAR, meaning: What was found and the limit that it met.}
  since: {type: DATE, meaning: As-of date of the first published night in a row with this alert.}
---*/
with assigned as (select * from assignment.assigned_provider),

capacity as (select * from assignment.capacity),

asked as (select * from reconciliation.load),

member as (select * from staging.member),

panel as (select * from staging.panel),

baseline as (select * from baseline.alert),

parameter as (select * from run.parameter),

-- A member may have asked twice in one step; one alert tells of the first.
refused as (
    select
        member_id,
        step,
        provider_id,
        reason,
        row_number() over (
            partition by member_id, step
            order by provider_id nulls last
        ) as place
    from assignment.exception
    where not honoured
),

found as (
    select
        'at_capacity' as alert_type,
        'provider' as subject_type,
        provider_id as subject_id,
        cast(members as varchar) || ' members, ' || cast(panel_capacity as varchar) || ' seats'
            as detail
    from capacity
    where is_at_capacity and members > 0
    union all
    select
        'geographic_mismatch',
        'member',
        assigned.member_id,
        cast(cast(assigned.distance_miles as decimal(18, 4)) as varchar)
        || ' of '
        || cast(cast(parameter.access_standard_miles as decimal(18, 1)) as varchar)
        || ' miles to '
        || assigned.provider_id
    from assigned
    inner join parameter on assigned.distance_miles > parameter.access_standard_miles
    union all
    select
        'coverage_gap',
        'member',
        member_id,
        reason
    from assigned
    where provider_id is null
    union all
    select
        'not_loaded',
        'member',
        asked.member_id,
        asked.action || ' asked for on ' || cast(asked.nights_outstanding as varchar)
        || ' nights since ' || cast(asked.first_proposed as varchar)
    from asked
    inner join parameter on asked.nights_outstanding >= parameter.load_nights
    where asked.answer is distinct from 'rejected'
    union all
    select alert_type, subject_type, subject_id, detail from publication.alert_load
    union all
    select
        'not_evaluated',
        'member',
        member_id,
        'the enrollment row was rejected; what they had stays'
    from assignment.not_evaluated
    union all
    select
        case when step = 'lock_in' then 'lock_not_honoured' else 'selection_not_honoured' end,
        'member',
        member_id,
        provider_id || ': ' || reason
    from refused
    where place = 1
    union all
    select
        'not_locatable',
        'member',
        member_id,
        'no coordinates, and no known ZIP code or county'
    from member
    where eligible and place_source is null
    union all
    select
        'not_locatable',
        'provider',
        provider_id,
        'no coordinates and no known ZIP code: given to nobody by distance'
    from panel
    where on_roster and is_pmp and place_source is null
),

named as (
    select
        alert_type || ':' || subject_type || ':' || subject_id as alert_id,
        alert_type,
        subject_type,
        subject_id,
        detail
    from found
),

final as (
    select
        named.alert_id,
        named.alert_type,
        named.subject_type,
        named.subject_id,
        named.detail,
        coalesce(baseline.since, parameter.as_of) as since
    from named
    cross join parameter
    left join baseline on named.alert_id = baseline.alert_id
)

select * from final
