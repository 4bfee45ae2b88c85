/*---
summary: >-
  Why members of a move would stay: first for reasons of their own, then for the reasons of each
  destination that may not take them.
grain: [line]
inputs: [preview.request, assignment.moved_member, assignment.move_option]
columns:
  line: {type: BIGINT, meaning: "The order in which they are listed, from 1."}
  provider_id: {type: VARCHAR, meaning: The destination; null of members' own reasons.}
  reason:
    type: VARCHAR
    meaning: >-
      As in assignment.moved_member or assignment.move_option; `no_destination_may_take_them` where
      each destination has a reason.
  members: {type: BIGINT, meaning: Members who stay for it.}
---*/
with request as (select * from preview.request),

staying as (
    select
        moved_member.request_id,
        moved_member.member_id,
        moved_member.reason
    from assignment.moved_member as moved_member
    inner join request on moved_member.request_id = request.request_id
    where moved_member.to_provider_id is null
),

/* The reasons that lie with a destination; the others keep a member whatever the destination is. */
destination_option as (
    select
        request_id,
        member_id,
        provider_id,
        passes,
        reason
    from assignment.move_option
    where reason not in (
        'locked_in', 'patient_assignment', 'self_selection', 'facility_assignment'
    )
),

own_reason as (
    select
        case
            when staying.reason = 'no_room' or not exists (
                select 1 from destination_option
                where destination_option.request_id = staying.request_id
                    and destination_option.member_id = staying.member_id
            ) then staying.reason
            else 'no_destination_may_take_them'
        end as reason
    from staying
),

counted as (
    select
        cast(null as varchar) as provider_id,
        reason,
        count(*) as members
    from own_reason
    group by reason
    union all
    select
        destination_option.provider_id,
        destination_option.reason,
        count(*) as members
    from staying
    inner join destination_option
        on staying.request_id = destination_option.request_id
        and staying.member_id = destination_option.member_id
    where not destination_option.passes
    group by destination_option.provider_id, destination_option.reason
),

final as (
    select
        row_number() over (
            order by provider_id nulls first, members desc nulls last, reason nulls last
        ) as line,
        provider_id,
        reason,
        members
    from counted
)

select * from final
