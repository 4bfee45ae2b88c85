/*---
summary: >-
  The members that future moves in the book will take from and bring to each panel, including moves
  still to be undone. Until a move to several providers takes place, each of them is shown with an
  equal part, rounded up.
grain: [provider_id, line_of_business]
inputs:
  - assignment.assigned_provider
  - assignment.moved_member
  - book.bulk_destination
  - book.bulk_move
  - book.bulk_undo
  - staging.member
  - run.parameter
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty text for a part of all.}
  members_in: {type: BIGINT, meaning: Members who come.}
  members_out: {type: BIGINT, meaning: Members who go.}
---*/
with parameter as (select * from run.parameter),

move as (
    select book.*
    from book.bulk_move as book
    inner join parameter on book.from_date > parameter.as_of
),

destination as (
    select
        request_id,
        provider_id,
        count(*) over (partition by request_id) as destinations
    from book.bulk_destination
),

held as (
    select
        member.member_id,
        member.facility_id,
        member.line_of_business,
        assigned.provider_id
    from assignment.assigned_provider as assigned
    inner join staging.member as member on assigned.member_id = member.member_id
    where
        assigned.provider_id in (select move.source_provider_id from move)
        or member.facility_id in (select move.source_facility_id from move)
        or member.member_id in (select move.scope_id from move where move.scope = 'member')
),

-- A move that names its members one by one may name no source. Then each member's PMP is the source.
moving as (
    select
        move.request_id,
        move.destination_provider_id,
        held.member_id,
        held.provider_id,
        held.line_of_business
    from move
    inner join held on move.scope_id = held.member_id
    where
        move.scope = 'member'
        and coalesce(move.source_provider_id = held.provider_id, move.source_provider_id is null)
        and coalesce(move.source_facility_id = held.facility_id, move.source_facility_id is null)
    union
    select
        move.request_id,
        null,
        held.member_id,
        held.provider_id,
        held.line_of_business
    from move
    inner join held on move.source_provider_id = held.provider_id
    where move.scope = 'all' or (move.scope = 'facility' and move.scope_id = held.facility_id)
    union
    select
        move.request_id,
        null,
        held.member_id,
        held.provider_id,
        held.line_of_business
    from move
    inner join held on move.source_facility_id = held.facility_id
    where move.scope = 'all' or (move.scope = 'facility' and move.scope_id = held.facility_id)
),

going_back as (
    select
        moved_member.member_id,
        moved_member.from_provider_id,
        moved_member.to_provider_id,
        coalesce(member.line_of_business, '') as line_of_business
    from book.bulk_undo as undo
    inner join parameter on undo.from_date > parameter.as_of
    inner join assignment.moved_member as moved_member
        on undo.for_request_id = moved_member.request_id
    left join staging.member as member on moved_member.member_id = member.member_id
    where moved_member.to_provider_id is not null and moved_member.ended_on is null
),

by_line as (
    select
        request_id,
        line_of_business,
        destination_provider_id,
        count(*) as members
    from moving
    group by request_id, line_of_business, destination_provider_id
),

by_move as (
    select
        request_id,
        count(*) as members
    from moving
    group by request_id
),

counted as (
    select
        provider_id,
        line_of_business,
        0 as members_in,
        1 as members_out
    from moving
    where provider_id is not null
    union all
    select destination_provider_id, line_of_business, members, 0
    from by_line
    where destination_provider_id is not null
    union all
    select
        destination.provider_id,
        by_line.line_of_business,
        by_line.members,
        0
    from destination
    inner join by_line on destination.request_id = by_line.request_id
    where destination.destinations = 1
    union all
    select
        destination.provider_id,
        '',
        cast(ceil(cast(by_move.members as double) / destination.destinations) as bigint),
        0
    from destination
    inner join by_move on destination.request_id = by_move.request_id
    where destination.destinations > 1
    union all
    select from_provider_id, line_of_business, 1, 0
    from going_back
    where from_provider_id is not null
    union all
    select to_provider_id, line_of_business, 0, 1
    from going_back
),

final as (
    select
        provider_id,
        line_of_business,
        cast(sum(members_in) as bigint) as members_in,
        cast(sum(members_out) as bigint) as members_out
    from counted
    group by provider_id, line_of_business
)

select * from final
