/*---
summary: >-
  Member-months beyond reach that would be closed otherwise today, and are not adjusted. Members
  without an accepted enrollment row in the newest run are left out: nothing is known of them.
grain: [month, member_id]
inputs: [closing.month, closing.known_span, closing.member_month, closing.counted_member]
columns:
  month: {type: VARCHAR, meaning: "As 2026-06."}
  member_id: {type: VARCHAR, meaning: The member.}
  closed_line_of_business: {type: VARCHAR, meaning: As closed; null where the month was closed without them.}
  line_of_business: {type: VARCHAR, meaning: As known now; null where they would not count.}
  closed_assigned_provider_id: {type: VARCHAR, meaning: "The PMP as closed, if any."}
  assigned_provider_id: {type: VARCHAR, meaning: "The PMP as known now, if any."}
  is_closed: {type: BOOLEAN, meaning: Whether the closes count the member in the month.}
  would_be_closed: {type: BOOLEAN, meaning: Whether a close today would.}
---*/
with beyond_reach as (select month from closing.month where scope = 'beyond_reach'),

known_span as (select * from closing.known_span),

closed as (
    select member_month.*
    from closing.member_month as member_month
    inner join beyond_reach on member_month.month = beyond_reach.month
    where exists (
        select 1 from known_span where known_span.member_id = member_month.member_id
    )
),

today as (select * from closing.counted_member where scope = 'beyond_reach'),

final as (
    select
        coalesce(closed.month, today.month) as month,
        coalesce(closed.member_id, today.member_id) as member_id,
        closed.line_of_business as closed_line_of_business,
        today.line_of_business,
        closed.assigned_provider_id as closed_assigned_provider_id,
        today.assigned_provider_id,
        closed.member_id is not null as is_closed,
        today.member_id is not null as would_be_closed
    from closed
    full join today
        on closed.month = today.month
        and closed.member_id = today.member_id
    where
        closed.member_id is null
        or today.member_id is null
        or closed.line_of_business <> today.line_of_business
        or closed.assigned_provider_id is distinct from today.assigned_provider_id
)

select * from final
