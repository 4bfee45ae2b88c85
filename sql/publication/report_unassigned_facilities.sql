/*---
summary: >-
  Report: facilities with residents and without a primary provider, with the request that names one
  and why it is not in effect, and the PMP that most residents already have.
grain: [facility_id]
inputs:
  - publication.facility_gap
  - publication.alert
  - assignment.assigned_provider
  - staging.facility
  - staging.member
  - staging.panel
columns:
  facility_id: {type: VARCHAR, meaning: The facility.}
  facility_name: {type: VARCHAR, meaning: Its name.}
  facility_type: {type: VARCHAR, meaning: Its type.}
  city: {type: VARCHAR, meaning: Where it is.}
  state: {type: VARCHAR, meaning: Where it is.}
  residents: {type: BIGINT, meaning: Eligible members who live there.}
  residents_without_pmp: {type: BIGINT, meaning: Residents left unassigned.}
  since: {type: DATE, meaning: As-of date of the first published night in a row without a primary provider.}
  request_id: {type: VARCHAR, meaning: The approved request that names a primary provider; empty = none.}
  requested_provider_id: {type: VARCHAR, meaning: The provider that it names.}
  requested_provider_name: {type: VARCHAR, meaning: Their name.}
  stopped_by: {type: VARCHAR, meaning: "`not_started` or `ended`, with the reason."}
  most_have_provider_id: {type: VARCHAR, meaning: "The PMP that most residents have; ties go to the lowest id."}
  most_have_provider_name: {type: VARCHAR, meaning: Their name.}
  most_have_residents: {type: BIGINT, meaning: The number of those residents.}
---*/
with facility_gap as (select * from publication.facility_gap),

facility as (select * from staging.facility),

panel as (select * from staging.panel),

alert as (
    select
        subject_id,
        since
    from publication.alert
    where alert_type = 'coverage_gap' and subject_type = 'facility'
),

had as (
    select
        member.facility_id,
        assigned.provider_id,
        count(*) as residents
    from facility_gap
    inner join staging.member as member on facility_gap.facility_id = member.facility_id
    inner join assignment.assigned_provider as assigned on member.member_id = assigned.member_id
    group by member.facility_id, assigned.provider_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by facility_id
            order by residents desc nulls last, provider_id nulls last
        ) as place
    from had
    where provider_id is not null
),

final as (
    select
        facility_gap.facility_id,
        facility.facility_name,
        facility.facility_type,
        facility.city,
        facility.state,
        facility_gap.residents,
        coalesce(without_pmp.residents, 0) as residents_without_pmp,
        alert.since,
        facility_gap.request_id,
        facility_gap.provider_id as requested_provider_id,
        requested.provider_name as requested_provider_name,
        facility_gap.why as stopped_by,
        ranked.provider_id as most_have_provider_id,
        panel.provider_name as most_have_provider_name,
        ranked.residents as most_have_residents
    from facility_gap
    inner join facility on facility_gap.facility_id = facility.facility_id
    left join alert on facility_gap.facility_id = alert.subject_id
    left join panel as requested on facility_gap.provider_id = requested.provider_id
    left join had as without_pmp
        on facility_gap.facility_id = without_pmp.facility_id and without_pmp.provider_id is null
    left join ranked on facility_gap.facility_id = ranked.facility_id and ranked.place = 1
    left join panel on ranked.provider_id = panel.provider_id
)

select * from final
