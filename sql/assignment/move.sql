/*---
summary: >-
  Every bulk move that has been carried out, tonight or before, with its result. A move
  is carried out once: members who come to its source later stay.
grain: [request_id]
public: true
inputs:
  - book.bulk_move
  - book.bulk_undo
  - baseline.move
  - assignment.move_member
  - assignment.move_allocation
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: bulk_reassign or undo_reassign.}
  carried_out_on: {type: DATE, meaning: The as-of date of the night that did it.}
  effective_date: {type: DATE, meaning: "Its first day, from which it counts."}
  members: {type: INTEGER, meaning: Members that it concerned.}
  moved_members: {type: INTEGER, meaning: Those who went to a destination.}
---*/
with in_force as (
    select
        bulk.request_id,
        bulk.kind,
        min(bulk.from_date) as effective_date
    from (
        select
            request_id,
            'bulk_reassign' as kind,
            from_date,
            to_date
        from book.bulk_move
        union all
        select
            request_id,
            'undo_reassign',
            from_date,
            to_date
        from book.bulk_undo
    ) as bulk
    inner join run.parameter as parameter
        on bulk.from_date <= parameter.as_of
        and bulk.to_date >= parameter.as_of
    group by bulk.request_id, bulk.kind
),

remembered as (select * from baseline.move),

parameter as (select * from run.parameter),

requested as (
    select
        request_id,
        count(*) as members
    from assignment.move_member
    group by request_id
),

placed as (
    select
        request_id,
        count(*) as members
    from assignment.move_allocation
    where provider_id is not null
    group by request_id
),

final as (
    select
        request_id,
        kind,
        carried_out_on,
        effective_date,
        members,
        moved_members
    from remembered
    union all
    select
        in_force.request_id,
        in_force.kind,
        parameter.as_of,
        in_force.effective_date,
        cast(coalesce(requested.members, 0) as integer),
        cast(coalesce(placed.members, 0) as integer)
    from in_force
    cross join parameter
    left join remembered on in_force.request_id = remembered.request_id
    left join requested on in_force.request_id = requested.request_id
    left join placed on in_force.request_id = placed.request_id
    where remembered.request_id is null
)

select * from final
