/*---
summary: >-
  Whether a member of tonight's moves may go to each of its destinations: an eligible PMP who
  serves them, with all five validations passed or excepted, and without a lock or an assignment
  of their own that takes precedence. Members moved back by an undo skip validation. Room
  is left to the allocation.
grain: [request_id, member_id, provider_id]
inputs:
  - assignment.move_member
  - assignment.move_pair
  - assignment.eligibility
  - assignment.validation
  - assignment.move_rival
  - assignment.pair_distance
  - assignment.standing
  - staging.panel
  - book.panel_addition
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The move.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The destination.}
  approved_on: {type: DATE, meaning: The day of its approval.}
  destination_rank: {type: INTEGER, meaning: "The order in which they were named, from 1."}
  distribution: {type: VARCHAR, meaning: "one, evenly, by_room or nearest."}
  is_first: {type: BOOLEAN, meaning: "Fills first: it is at the source's practice, and the move gives that precedence."}
  passes: {type: BOOLEAN, meaning: "Whether they may go there, regardless of room."}
  reason: {type: VARCHAR, meaning: The first test that failed.}
  failed_validation: {type: VARCHAR, meaning: "The validation that failed, if the reason is a validation."}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  distance_miles: {type: DOUBLE, meaning: "Miles between them; null = a place is unknown."}
  room: {type: INTEGER, meaning: "Seats before tonight; null = no limit, or lifted by an exception or by the practice."}
---*/
with move_member as (select * from assignment.move_member),

move_pair as (select * from assignment.move_pair),

eligibility as (select * from assignment.eligibility),

validation as (
    select * from assignment.validation where part_type = 'member'
),

-- A choice or a facility's provider since the move's first day keeps the move from starting.
rival as (
    select
        move_member.request_id,
        move_member.member_id,
        move_rival.rival,
        move_rival.provider_id,
        row_number() over (
            partition by move_member.request_id, move_member.member_id
            order by move_rival.rival_rank nulls last
        ) as rival_place
    from move_member
    inner join assignment.move_rival as move_rival
        on move_member.member_id = move_rival.member_id
    where
        move_rival.since is null
        or (move_rival.since > move_member.from_date and not move_member.is_locked)
),

pair_distance as (select * from assignment.pair_distance),

standing as (select * from assignment.standing),

panel as (select * from staging.panel),

failing as (
    select
        validation.*,
        row_number() over (
            partition by validation.request_id, validation.part_id, validation.provider_id
            order by validation.validation_rank nulls last
        ) as failing_rank
    from validation
    where not validation.passes and not validation.is_excepted
),

-- An exception to availability allows a panel to exceed its capacity, and so does a practice that
-- accepts the member.
lifted as (
    select
        validation.request_id,
        validation.part_id as member_id,
        validation.provider_id
    from validation
    where validation.validation = 'availability' and validation.exception_request_id is not null
    union
    select
        move_pair.request_id,
        move_pair.member_id,
        move_pair.provider_id
    from move_pair
    inner join book.panel_addition as panel_addition
        on move_pair.member_id = panel_addition.member_id
        and move_pair.provider_id = panel_addition.provider_id
    inner join run.parameter as parameter
        on panel_addition.from_date <= parameter.as_of
        and panel_addition.to_date >= parameter.as_of
),

final as (
    select
        move_pair.request_id,
        move_pair.member_id,
        move_pair.provider_id,
        move_member.approved_on,
        move_pair.destination_rank,
        move_member.distribution,
        move_member.same_practice_first
        and coalesce(destination.practice_id = source.practice_id, false) as is_first,
        rival.member_id is null
        and eligibility.serves_member
        and failing.request_id is null as passes,
        case
            when rival.member_id is not null then rival.rival
            when not eligibility.serves_member then eligibility.reason
            else failing.reason
        end as reason,
        case
            when rival.member_id is null and eligibility.serves_member
                then failing.validation
        end as failed_validation,
        case
            when rival.member_id is not null then rival.provider_id
            when not eligibility.serves_member then eligibility.found
            else failing.found
        end as found,
        case
            when rival.member_id is not null then null
            when not eligibility.serves_member then eligibility.limit_value
            else failing.limit_value
        end as limit_value,
        pair_distance.distance_miles,
        case
            when lifted.member_id is null and move_pair.kind = 'bulk_reassign' then standing.room
        end as room
    from move_pair
    inner join move_member
        on move_pair.request_id = move_member.request_id
        and move_pair.member_id = move_member.member_id
    inner join eligibility
        on move_pair.member_id = eligibility.member_id
        and move_pair.provider_id = eligibility.provider_id
    left join rival
        on move_pair.request_id = rival.request_id
        and move_pair.member_id = rival.member_id
        and rival.rival_place = 1
    left join failing
        on move_pair.request_id = failing.request_id
        and move_pair.member_id = failing.part_id
        and move_pair.provider_id = failing.provider_id
        and failing.failing_rank = 1
    left join lifted
        on move_pair.request_id = lifted.request_id
        and move_pair.member_id = lifted.member_id
        and move_pair.provider_id = lifted.provider_id
    left join pair_distance
        on move_pair.member_id = pair_distance.member_id
        and move_pair.provider_id = pair_distance.provider_id
    left join standing on move_pair.provider_id = standing.provider_id
    left join panel as destination on move_pair.provider_id = destination.provider_id
    left join panel as source on move_member.from_provider_id = source.provider_id
)

select * from final
