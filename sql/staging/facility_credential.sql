/*---
summary: The credentials that each facility requires; a provider needs all of them.
grain: [facility_id, credential]
public: true
inputs: [raw.facility_credential]
columns:
  facility_id: {type: VARCHAR, meaning: The facility.}
  credential: {type: VARCHAR, meaning: As delivered.}
---*/
with delivered as (select * from raw.facility_credential),

final as (
    select distinct
        facility_id,
        credential
    from delivered
    where credential is not null
)

select * from final
