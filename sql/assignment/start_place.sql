/*---
summary: >-
  Where each facility, member or absent provider of tonight's requests is, and which facility's
  required credentials apply. Those in no feed have no place.
grain: [part_type, part_id]
inputs:
  - assignment.proposed_start
  - staging.member
  - staging.facility
  - staging.panel
columns:
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  is_known: {type: BOOLEAN, meaning: Whether tonight's feeds know it.}
  state: {type: VARCHAR, meaning: USPS code of the state in which a license is needed.}
  zip: {type: VARCHAR, meaning: Five digits.}
  latitude: {type: DOUBLE, meaning: Degrees north.}
  longitude: {type: DOUBLE, meaning: Degrees east.}
  facility_id: {type: VARCHAR, meaning: The facility itself or where the member lives.}
---*/
with proposed_start as (select * from assignment.proposed_start),

member as (select * from staging.member),

facility as (select * from staging.facility),

panel as (select * from staging.panel),

part as (
    select
        part_type,
        part_id,
        case when part_type = 'member' then part_id end as member_id,
        case when part_type = 'facility' then part_id end as facility_id,
        case when part_type = 'provider' then part_id end as provider_id
    from proposed_start
    group by part_type, part_id
),

final as (
    select
        part.part_type,
        part.part_id,
        member.member_id is not null
        or facility.facility_id is not null
        or panel.provider_id is not null as is_known,
        coalesce(member.state, facility.state, panel.state) as state,
        coalesce(member.zip, facility.zip, panel.zip) as zip,
        coalesce(member.latitude, facility.latitude, panel.latitude) as latitude,
        coalesce(member.longitude, facility.longitude, panel.longitude) as longitude,
        coalesce(member.facility_id, facility.facility_id) as facility_id
    from part
    left join member on part.member_id = member.member_id
    left join facility on part.facility_id = facility.facility_id
    left join panel on part.provider_id = panel.provider_id
)

select * from final
