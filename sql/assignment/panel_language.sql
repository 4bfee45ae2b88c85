/*---
summary: >-
  The languages spoken at each panel that the geographic step may give; the policy's usual
  language where the panel names none.
grain: [provider_id, language]
inputs: [assignment.geographic_panel, raw.provider_language, run.parameter]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  language: {type: VARCHAR, meaning: In small letters.}
---*/
with panel as (select * from assignment.geographic_panel),

provider_language as (select * from raw.provider_language),

parameter as (select * from run.parameter),

named as (
    select distinct
        provider_id,
        lower(trim(language)) as language
    from provider_language
    where language is not null
),

final as (
    select
        panel.provider_id,
        coalesce(named.language, lower(trim(parameter.usual_language))) as language
    from panel
    cross join parameter
    left join named on panel.provider_id = named.provider_id
)

select * from final
