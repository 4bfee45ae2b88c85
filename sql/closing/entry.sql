/*---
summary: >-
  The rows of a close: each member-month of the closing month, and for each difference within reach
  -1 for what no longer holds and +1 for what holds instead. Where the audit finds a row, the closes
  of the lake contradict each other: restore closes/ from a copy.
grain: [month, member_id, units]
inputs:
  - closing.month
  - closing.member_month
  - closing.current_member_month
  - closing.difference
columns:
  month: {type: VARCHAR, meaning: "The month that the entry counts in, as 2026-06."}
  fixed_day: {type: DATE, meaning: The day of it on which membership counts.}
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: Of the span that covers the day.}
  assigned_provider_id: {type: VARCHAR, meaning: The PMP on the day; null = none.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  attribution_type: {type: VARCHAR, meaning: How they are attributed.}
  practice_id: {type: VARCHAR, meaning: The attributed PMP's practice.}
  practice_tin: {type: VARCHAR, meaning: Its tax number.}
  entry: {type: VARCHAR, meaning: "`original` or `adjustment`."}
  units: {type: INTEGER, meaning: "1, or -1 for what an adjustment takes back."}
  closed_in: {type: VARCHAR, meaning: The month whose close writes it.}
  reason: {type: VARCHAR, meaning: Why it is adjusted; null of an original.}
audits:
  every_member_month_adds_up_to_0_or_1: >-
    select month, member_id
    from (
    select month, member_id, 1 as units from closing.member_month
    union all
    select month, member_id, units from closing.entry
    ) as both_sides
    group by month, member_id
    having sum(units) not in (0, 1)
---*/
with closing_month as (select month from closing.month where scope = 'closing'),

closed as (select * from closing.member_month),

today as (select * from closing.current_member_month),

difference as (select * from closing.difference),

final as (
    select
        today.month,
        today.fixed_day,
        today.member_id,
        today.line_of_business,
        today.assigned_provider_id,
        today.attributed_provider_id,
        today.attribution_type,
        today.practice_id,
        today.practice_tin,
        'original' as entry,
        1 as units,
        closing_month.month as closed_in,
        cast(null as varchar) as reason
    from today
    inner join closing_month on today.month = closing_month.month
    union all
    select
        closed.month,
        closed.fixed_day,
        closed.member_id,
        closed.line_of_business,
        closed.assigned_provider_id,
        closed.attributed_provider_id,
        closed.attribution_type,
        closed.practice_id,
        closed.practice_tin,
        'adjustment' as entry,
        -1 as units,
        closing_month.month as closed_in,
        difference.reason
    from closed
    inner join difference
        on closed.month = difference.month
        and closed.member_id = difference.member_id
    cross join closing_month
    union all
    select
        today.month,
        today.fixed_day,
        today.member_id,
        today.line_of_business,
        today.assigned_provider_id,
        today.attributed_provider_id,
        today.attribution_type,
        today.practice_id,
        today.practice_tin,
        'adjustment' as entry,
        1 as units,
        closing_month.month as closed_in,
        difference.reason
    from today
    inner join difference
        on today.month = difference.month
        and today.member_id = difference.member_id
    cross join closing_month
)

select * from final
