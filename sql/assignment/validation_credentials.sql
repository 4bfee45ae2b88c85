/*---
summary: >-
  Validation credentials: the panel has each credential that the facility requires, the facility
  itself or the one where the member lives. Elsewhere none is required.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - assignment.proposed_start
  - assignment.start_place
  - raw.facility_credential
  - raw.provider_credential
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "`credentials`."}
  reason: {type: VARCHAR, meaning: "`missing_credential`; null where it passes."}
  found: {type: VARCHAR, meaning: "What is required and missing, the first of it; where nothing is, the first required."}
  limit_value: {type: VARCHAR, meaning: What the panel has.}
---*/
with proposed_start as (select * from assignment.proposed_start),

start_place as (select * from assignment.start_place),

facility_credential as (select * from raw.facility_credential),

provider_credential as (select * from raw.provider_credential),

required as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        min(facility_credential.credential) as first_required,
        min(
            case
                when provider_credential.provider_id is null then facility_credential.credential
            end
        ) as first_missing
    from proposed_start
    inner join start_place
        on proposed_start.part_type = start_place.part_type
        and proposed_start.part_id = start_place.part_id
    inner join facility_credential on start_place.facility_id = facility_credential.facility_id
    left join provider_credential
        on proposed_start.provider_id = provider_credential.provider_id
        and facility_credential.credential = provider_credential.credential
    group by
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id
),

had as (
    select
        provider_id,
        min(credential) as first_credential,
        max(credential) as last_credential,
        count(distinct credential) as credentials
    from provider_credential
    group by provider_id
),

final as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        'credentials' as validation,
        case when required.first_missing is not null then 'missing_credential' end as reason,
        coalesce(required.first_missing, required.first_required) as found,
        case
            when had.credentials = 1 then had.first_credential
            when had.credentials = 2 then had.first_credential || '|' || had.last_credential
            when had.credentials > 2
                then had.first_credential || '|…|' || had.last_credential
        end as limit_value
    from proposed_start
    left join required
        on proposed_start.request_id = required.request_id
        and proposed_start.part_type = required.part_type
        and proposed_start.part_id = required.part_id
        and proposed_start.provider_id = required.provider_id
    left join had on proposed_start.provider_id = had.provider_id
)

select * from final
