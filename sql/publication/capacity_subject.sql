/*---
summary: "The subjects whose capacity is measured: each panel, and each NPI with all of its panels."
grain: [subject_type, subject_id, provider_id]
inputs: [staging.panel]
columns:
  subject_type: {type: VARCHAR, meaning: "`panel` or `npi`."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  provider_id: {type: VARCHAR, meaning: A panel that counts for it.}
---*/
with panel as (select * from staging.panel),

final as (
    select
        'panel' as subject_type,
        provider_id as subject_id,
        provider_id
    from panel
    union all
    select
        'npi',
        npi,
        provider_id
    from panel
    where npi is not null
)

select * from final
