/*---
summary: >-
  How full each panel is tonight, counting every member that it has been given.
grain: [provider_id]
inputs: [assignment.room, assignment.assigned_provider]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  panel_capacity: {type: INTEGER, meaning: Members that it takes; null = no limit.}
  assigned_members: {type: INTEGER, meaning: "Members assigned, by any step."}
  kept_members: {type: INTEGER, meaning: Not evaluated tonight and still theirs.}
  given_before_geographic: {type: INTEGER, meaning: "Members by the steps before the geographic one, and those kept."}
  members: {type: INTEGER, meaning: Assigned and kept together.}
  room_left: {type: INTEGER, meaning: "Seats left, below 0 when choices went beyond them; null = no limit."}
  is_at_capacity: {type: BOOLEAN, meaning: No seat is left.}
---*/
with room as (select * from assignment.room),

assigned as (
    select
        provider_id,
        count(*) as members
    from assignment.assigned_provider
    where provider_id is not null
    group by provider_id
),

counted as (
    select
        room.provider_id,
        room.panel_capacity,
        cast(coalesce(assigned.members, 0) as integer) as assigned_members,
        room.kept_members,
        room.settled_members + room.kept_members as given_before_geographic,
        cast(coalesce(assigned.members, 0) as integer) + room.kept_members as members
    from room
    left join assigned on room.provider_id = assigned.provider_id
),

final as (
    select
        *,
        panel_capacity - members as room_left,
        coalesce(members >= panel_capacity, false) as is_at_capacity
    from counted
)

select * from final
