/*---
summary: The credentials that each panel has.
grain: [provider_id, credential]
public: true
inputs: [raw.provider_credential]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  credential: {type: VARCHAR, meaning: As delivered.}
---*/
with delivered as (select * from raw.provider_credential),

final as (
    select distinct
        provider_id,
        credential
    from delivered
    where credential is not null
)

select * from final
