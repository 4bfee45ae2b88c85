/*---
summary: >-
  Alerts on locations: members too far from their PMP, and members or providers without a known
  location.
grain: [alert_type, subject_type, subject_id, about]
inputs:
  - assignment.assigned_provider
  - staging.member
  - staging.panel
  - run.parameter
columns:
  alert_type: {type: VARCHAR, meaning: "`geographic_mismatch` or `not_locatable`."}
  subject_type: {type: VARCHAR, meaning: "`member` or `provider`."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about: {type: VARCHAR, meaning: What distinguishes several alerts of one subject; empty text where there is only one.}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with assigned as (select * from assignment.assigned_provider),

member as (select * from staging.member),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

final as (
    select
        'geographic_mismatch' as alert_type,
        'member' as subject_type,
        assigned.member_id as subject_id,
        '' as about,
        cast(cast(assigned.distance_miles as decimal(18, 4)) as varchar)
        || ' of '
        || cast(cast(parameter.access_standard_miles as decimal(18, 1)) as varchar)
        || ' miles to '
        || assigned.provider_id as detail
    from assigned
    inner join parameter on assigned.distance_miles > parameter.access_standard_miles
    union all
    select
        'not_locatable',
        'member',
        member_id,
        '',
        'no coordinates, and no known ZIP code or county'
    from member
    where eligible and place_source is null
    union all
    select
        'not_locatable',
        'provider',
        provider_id,
        '',
        'no coordinates and no known ZIP code: given to nobody by distance'
    from panel
    where on_roster and is_pmp and place_source is null
)

select * from final
