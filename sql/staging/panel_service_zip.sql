/*---
summary: The ZIP codes that each panel covers, where it lists them.
grain: [provider_id, zip]
public: true
inputs: [raw.provider_service_zip]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  zip: {type: VARCHAR, meaning: Five digits.}
---*/
with provider_service_zip as (select * from raw.provider_service_zip),

final as (
    select
        provider_id,
        zip
    from provider_service_zip
    group by provider_id, zip
)

select * from final
