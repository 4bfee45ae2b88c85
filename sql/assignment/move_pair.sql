/*---
summary: >-
  Each member of a move that is carried out tonight with each provider that the move may take them
  to.
grain: [request_id, member_id, provider_id]
inputs: [assignment.move_member, book.bulk_destination]
columns:
  request_id: {type: VARCHAR, meaning: The move.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The destination.}
  kind: {type: VARCHAR, meaning: bulk_reassign or undo_reassign.}
  destination_rank: {type: INTEGER, meaning: "The order in which they were named, from 1."}
  from_date: {type: DATE, meaning: First day of the move.}
  to_date: {type: DATE, meaning: Its last day; 9999-12-31 when open.}
---*/
with move_member as (
    select * from assignment.move_member where reason is null
),

bulk_destination as (select * from book.bulk_destination),

final as (
    select
        move_member.request_id,
        move_member.member_id,
        bulk_destination.provider_id,
        move_member.kind,
        bulk_destination.destination_rank,
        move_member.from_date,
        move_member.to_date
    from move_member
    inner join bulk_destination on move_member.request_id = bulk_destination.request_id
    where move_member.destination_provider_id is null
    union all
    select
        request_id,
        member_id,
        destination_provider_id,
        kind,
        1,
        from_date,
        to_date
    from move_member
    where destination_provider_id is not null
)

select * from final
