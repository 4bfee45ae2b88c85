/*---
summary: Panels that have more members than seats, and how many of them are kept there by what.
grain: [provider_id]
inputs: [staging.panel, rebalance.panel_load, rebalance.tie]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  provider_name: {type: VARCHAR, meaning: As delivered.}
  members: {type: INTEGER, meaning: Members that it has.}
  panel_capacity: {type: INTEGER, meaning: Members that it takes.}
  latitude: {type: DOUBLE, meaning: Degrees north.}
  longitude: {type: DOUBLE, meaning: Degrees east.}
  chosen: {type: BIGINT, meaning: Members who chose it.}
  locked: {type: BIGINT, meaning: Members who are locked to it.}
  assigned: {type: BIGINT, meaning: Members assigned to it by a request of their own.}
  seen: {type: BIGINT, meaning: Members with a recent visit there.}
  not_locatable: {type: BIGINT, meaning: Members without a place.}
  not_evaluated: {type: BIGINT, meaning: Members who were not evaluated and keep it.}
  movable: {type: BIGINT, meaning: Members who may move.}
---*/
with panel as (select * from staging.panel),

panel_load as (select * from rebalance.panel_load),

tied as (
    select
        provider_id,
        count(*) as evaluated,
        count(case when tie = 'chosen' then 1 end) as chosen,
        count(case when tie = 'locked' then 1 end) as locked,
        count(case when tie = 'assigned' then 1 end) as assigned,
        count(case when tie = 'seen' then 1 end) as seen,
        count(case when tie = 'not_locatable' then 1 end) as not_locatable,
        count(case when tie is null then 1 end) as movable
    from rebalance.tie
    group by provider_id
),

final as (
    select
        panel.provider_id,
        panel.provider_name,
        panel_load.members,
        panel.panel_capacity,
        panel.latitude,
        panel.longitude,
        coalesce(tied.chosen, 0) as chosen,
        coalesce(tied.locked, 0) as locked,
        coalesce(tied.assigned, 0) as assigned,
        coalesce(tied.seen, 0) as seen,
        coalesce(tied.not_locatable, 0) as not_locatable,
        panel_load.members - coalesce(tied.evaluated, 0) as not_evaluated,
        coalesce(tied.movable, 0) as movable
    from panel
    inner join panel_load on panel.provider_id = panel_load.provider_id
    left join tied on panel.provider_id = tied.provider_id
    where panel_load.members > panel.panel_capacity
)

select * from final
