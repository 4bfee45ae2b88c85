/*---
summary: >-
  Which panels are an eligible PMP in which line of business: on the roster on the as-of date, a PMP,
  and taking the line. It does not consider which members they serve.
grain: [provider_id, line_of_business]
public: true
inputs: [staging.panel, raw.provider_line_of_business]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  line_of_business: {type: VARCHAR, meaning: A line that it takes.}
---*/
with panel as (select * from staging.panel),

provider_line_of_business as (select * from raw.provider_line_of_business),

final as (
    select
        panel.provider_id,
        provider_line_of_business.line_of_business
    from panel
    inner join provider_line_of_business
        on panel.provider_id = provider_line_of_business.provider_id
    where
        panel.on_roster
        and panel.is_pmp
    group by panel.provider_id, provider_line_of_business.line_of_business
)

select * from final
