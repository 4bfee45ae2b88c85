/*---
summary: How many members a move is about, how far they would go, and which booked visits it affects.
grain: []
inputs:
  - preview.request
  - assignment.moved_member
  - assignment.pair_distance
  - staging.scheduled_visit
  - run.parameter
columns:
  members: {type: BIGINT, meaning: Members that the move is about.}
  moved: {type: BIGINT, meaning: "Of these, those who would move."}
  added_miles: {type: DOUBLE, meaning: "Miles to the new PMP less miles to the old one, in total; null where none is known."}
  far_members: {type: BIGINT, meaning: Members who would move beyond the access standard.}
  visits: {type: BIGINT, meaning: Visits booked with the old PMP on or after the move.}
  visit_members: {type: BIGINT, meaning: Members with such a visit.}
---*/
with request as (select * from preview.request),

parameter as (select * from run.parameter),

pair_distance as (select * from assignment.pair_distance),

scheduled_visit as (select * from staging.scheduled_visit),

moved as (
    select moved_member.*
    from assignment.moved_member as moved_member
    inner join request on moved_member.request_id = request.request_id
),

distance as (
    select
        moved.member_id,
        ahead.distance_miles as to_miles,
        behind.distance_miles as from_miles
    from moved
    inner join pair_distance as ahead
        on moved.member_id = ahead.member_id
        and moved.to_provider_id = ahead.provider_id
    inner join pair_distance as behind
        on moved.member_id = behind.member_id
        and moved.from_provider_id = behind.provider_id
),

booked as (
    select
        moved.member_id,
        count(*) as visits
    from moved
    inner join scheduled_visit
        on moved.member_id = scheduled_visit.member_id
        and moved.from_provider_id = scheduled_visit.provider_id
        and scheduled_visit.scheduled_at >= moved.effective_date
    where moved.to_provider_id is not null
    group by moved.member_id
),

final as (
    select
        count(*) as members,
        count(moved.to_provider_id) as moved,
        round(sum(distance.to_miles - distance.from_miles), 4) as added_miles,
        count(
            case when distance.to_miles > parameter.access_standard_miles then 1 end
        ) as far_members,
        cast(coalesce(sum(booked.visits), 0) as bigint) as visits,
        count(booked.member_id) as visit_members
    from moved
    cross join parameter
    left join distance on moved.member_id = distance.member_id
    left join booked on moved.member_id = booked.member_id
)

select * from final
