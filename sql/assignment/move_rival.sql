/*---
summary: >-
  What else decides for the members of moves, tonight's and earlier ones: a lock, an assignment of
  their own, a choice that is honored, and the provider of the facility where they live.
grain: [member_id, rival]
inputs:
  - baseline.moved_member
  - staging.member
  - staging.facility
  - staging.selection
  - assignment.lock_in
  - assignment.move_pair
  - assignment.request_start
  - assignment.self_selection
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  rival: {type: VARCHAR, meaning: "locked_in, patient_assignment, self_selection or facility_assignment."}
  rival_rank: {type: INTEGER, meaning: "In this order, from 1."}
  provider_id: {type: VARCHAR, meaning: The provider that it gives.}
  since: {type: DATE, meaning: "When they chose, or since when the facility has its provider; null for the others."}
---*/
with moved as (
    select member_id
    from assignment.move_pair
    union
    select member_id
    from baseline.moved_member
    where to_provider_id is not null and ended_on is null
),

member as (select * from staging.member),

facility as (select * from staging.facility),

selection as (select * from staging.selection),

lock_in as (select * from assignment.lock_in),

self_selection as (select * from assignment.self_selection),

parameter as (select * from run.parameter),

started as (
    select * from assignment.request_start where role = 'primary' and state = 'started'
),

final as (
    select
        lock_in.member_id,
        'locked_in' as rival,
        1 as rival_rank,
        lock_in.provider_id,
        cast(null as date) as since
    from lock_in
    inner join moved on lock_in.member_id = moved.member_id
    where lock_in.holds
    union all
    select
        moved.member_id,
        'patient_assignment',
        2,
        min(started.provider_id),
        null
    from started
    inner join moved on started.part_id = moved.member_id
    where started.part_type = 'member'
    group by moved.member_id
    union all
    select
        self_selection.member_id,
        'self_selection',
        3,
        self_selection.provider_id,
        max(selection.selected_on)
    from self_selection
    cross join parameter
    inner join moved on self_selection.member_id = moved.member_id
    inner join selection
        on self_selection.member_id = selection.member_id
        and self_selection.provider_id = selection.provider_id
    where
        self_selection.holds
        and coalesce(selection.effective_date, selection.selected_on) <= parameter.as_of
        and coalesce(selection.end_date >= parameter.as_of, true)
    group by self_selection.member_id, self_selection.provider_id
    union all
    select
        moved.member_id,
        'facility_assignment',
        4,
        min(started.provider_id),
        max(started.effective_date)
    from moved
    inner join member on moved.member_id = member.member_id
    inner join facility on member.facility_id = facility.facility_id
    inner join started on facility.facility_id = started.part_id
    where started.part_type = 'facility' and facility.is_residential
    group by moved.member_id
)

select * from final
