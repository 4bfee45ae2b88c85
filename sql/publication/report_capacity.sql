/*---
summary: "Report: how full each panel is, and what the night proposes to bring and to take."
grain: [provider_id]
inputs: [assignment.capacity, reconciliation.difference, staging.panel]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  npi: {type: VARCHAR, meaning: The provider's NPI.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: Their practice.}
  panel_status: {type: VARCHAR, meaning: "`open`, `established_only` or `closed`."}
  on_roster: {type: BOOLEAN, meaning: Active on the as-of date.}
  panel_capacity: {type: INTEGER, meaning: Seats; empty = no limit.}
  members: {type: INTEGER, meaning: "Members who have it, those not evaluated included."}
  room_left: {type: INTEGER, meaning: "Seats left, below 0 when choices went beyond them."}
  share_used: {type: DOUBLE, meaning: Members for each seat.}
  state: {type: VARCHAR, meaning: "`at_capacity`, `near` (85 % and more), `room` or `no_limit`."}
  coming: {type: BIGINT, meaning: Members whom the system of record does not show here yet.}
  going: {type: BIGINT, meaning: Members whom the system of record still shows here.}
---*/
with capacity as (select * from assignment.capacity),

panel as (select * from staging.panel),

moving as (
    select
        member_id,
        from_provider_id,
        to_provider_id
    from reconciliation.difference
    where kind = 'assignment' and change_type not in ('unchanged', 'not_evaluated')
),

coming as (
    select
        to_provider_id as provider_id,
        count(*) as members
    from moving
    where to_provider_id is not null
    group by to_provider_id
),

going as (
    select
        from_provider_id as provider_id,
        count(*) as members
    from moving
    where from_provider_id is not null
    group by from_provider_id
),

used as (
    select
        provider_id,
        panel_capacity,
        members,
        room_left,
        is_at_capacity,
        cast(members as double) / nullif(panel_capacity, 0) as share_used
    from capacity
),

final as (
    select
        used.provider_id,
        panel.npi,
        panel.provider_name,
        panel.practice_id,
        panel.panel_status,
        panel.on_roster,
        used.panel_capacity,
        used.members,
        used.room_left,
        round(used.share_used, 4) as share_used,
        case
            when used.panel_capacity is null then 'no_limit'
            when used.is_at_capacity then 'at_capacity'
            when used.share_used >= 0.85 then 'near'
            else 'room'
        end as state,
        coalesce(coming.members, 0) as coming,
        coalesce(going.members, 0) as going
    from used
    inner join panel on used.provider_id = panel.provider_id
    left join coming on used.provider_id = coming.provider_id
    left join going on used.provider_id = going.provider_id
)

select * from final
