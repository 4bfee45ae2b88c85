/*---
summary: >-
  Seats that each panel has left for the geographic step: its capacity less the members that
  earlier steps assign to it and the members who were not evaluated and keep it.
grain: [provider_id]
public: true
inputs: [staging.panel, assignment.settled, assignment.not_evaluated]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  panel_capacity: {type: INTEGER, meaning: Members that it takes; null = no limit.}
  settled_members: {type: INTEGER, meaning: Members assigned by a step before the geographic one.}
  kept_members: {type: INTEGER, meaning: Members not evaluated tonight who keep the panel.}
  room: {type: INTEGER, meaning: "Seats left, never below 0; null = no limit."}
---*/
with panel as (select * from staging.panel),

settled as (select * from assignment.settled),

not_evaluated as (select * from assignment.not_evaluated),

settled_count as (
    select
        provider_id,
        count(*) as members
    from settled
    group by provider_id
),

kept_count as (
    select
        provider_id,
        count(*) as members
    from not_evaluated
    where provider_id is not null
    group by provider_id
),

counted as (
    select
        panel.provider_id,
        panel.panel_capacity,
        cast(coalesce(settled_count.members, 0) as integer) as settled_members,
        cast(coalesce(kept_count.members, 0) as integer) as kept_members
    from panel
    left join settled_count on panel.provider_id = settled_count.provider_id
    left join kept_count on panel.provider_id = kept_count.provider_id
),

final as (
    select
        *,
        case
            when panel_capacity <= settled_members + kept_members then 0
            else panel_capacity - settled_members - kept_members
        end as room
    from counted
)

select * from final
