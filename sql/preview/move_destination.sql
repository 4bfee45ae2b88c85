/*---
summary: How many members would move to each destination.
grain: [destination_rank, provider_id]
inputs:
  - preview.request
  - assignment.move_allocation
  - assignment.move_option
  - staging.panel
columns:
  destination_rank: {type: INTEGER, meaning: "The order in which the move names them, from 1."}
  provider_id: {type: VARCHAR, meaning: The destination.}
  provider_name: {type: VARCHAR, meaning: As delivered; null where they are not on the roster.}
  members: {type: BIGINT, meaning: Members who would move there.}
  room: {type: INTEGER, meaning: "Seats before the move; null = no limit."}
---*/
with request as (select * from preview.request),

allocation as (select * from assignment.move_allocation),

move_option as (select * from assignment.move_option),

panel as (select * from staging.panel),

final as (
    select
        min(move_option.destination_rank) as destination_rank,
        allocation.provider_id,
        min(panel.provider_name) as provider_name,
        count(*) as members,
        max(move_option.room) as room
    from allocation
    inner join request on allocation.request_id = request.request_id
    inner join move_option
        on allocation.request_id = move_option.request_id
        and allocation.member_id = move_option.member_id
        and allocation.provider_id = move_option.provider_id
    left join panel on allocation.provider_id = panel.provider_id
    group by allocation.provider_id
)

select * from final
