/*---
summary: >-
  Seats that each panel has left after the night. It takes the place of assignment.room, which has
  the seats that were left before the geographic step.
grain: [provider_id]
inputs: [staging.panel, rebalance.panel_load]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  room: {type: INTEGER, meaning: "Seats left, never below 0; null = no limit."}
---*/
with panel as (select * from staging.panel),

panel_load as (select * from rebalance.panel_load),

final as (
    select
        panel.provider_id,
        case
            when panel.panel_capacity is not null
                then greatest(0, panel.panel_capacity - coalesce(panel_load.members, 0))
        end as room
    from panel
    left join panel_load on panel.provider_id = panel_load.provider_id
)

select * from final
