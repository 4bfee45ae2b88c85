/*---
summary: >-
  Member-months within reach that would be closed otherwise today. The practice goes with the
  provider, so that a panel that moves to another practice is no difference.
grain: [month, member_id]
inputs: [closing.month, closing.member_month, closing.current_member_month]
columns:
  month: {type: VARCHAR, meaning: "As 2026-06."}
  member_id: {type: VARCHAR, meaning: The member.}
  reason:
    type: VARCHAR
    meaning: >-
      `retroactive_enrollment`, `retroactive_termination`, `line_of_business_changed`,
      `assignment_changed` or `attribution_changed`: the first that holds.
---*/
with within_reach as (select month from closing.month where scope = 'within_reach'),

closed as (
    select member_month.*
    from closing.member_month as member_month
    inner join within_reach on member_month.month = within_reach.month
),

today as (
    select * from closing.current_member_month where scope = 'within_reach'
),

final as (
    select
        coalesce(closed.month, today.month) as month,
        coalesce(closed.member_id, today.member_id) as member_id,
        case
            when closed.member_id is null then 'retroactive_enrollment'
            when today.member_id is null then 'retroactive_termination'
            when closed.line_of_business <> today.line_of_business then 'line_of_business_changed'
            when closed.assigned_provider_id is distinct from today.assigned_provider_id
                then 'assignment_changed'
            else 'attribution_changed'
        end as reason
    from closed
    full join today
        on closed.month = today.month
        and closed.member_id = today.member_id
    where
        closed.member_id is null
        or today.member_id is null
        or closed.line_of_business <> today.line_of_business
        or closed.assigned_provider_id is distinct from today.assigned_provider_id
        or closed.attributed_provider_id is distinct from today.attributed_provider_id
        or closed.attribution_type is distinct from today.attribution_type
)

select * from final
