/*---
summary: The states in which each panel is licensed; its own state where it lists none.
grain: [provider_id, state]
public: true
inputs: [staging.panel, raw.provider_licence]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  state: {type: VARCHAR, meaning: USPS code.}
---*/
with panel as (select * from staging.panel),

provider_licence as (select * from raw.provider_licence),

named as (
    select distinct
        provider_id,
        state
    from provider_licence
    where state is not null
),

final as (
    select
        panel.provider_id,
        coalesce(named.state, panel.state) as state
    from panel
    left join named on panel.provider_id = named.provider_id
    where coalesce(named.state, panel.state) is not null
)

select * from final
