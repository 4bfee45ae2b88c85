/*---
summary: >-
  Members that count in a month, by what is known now: a span covers them on the fixed day and asks
  for a PMP, and they were alive. A member without an accepted enrollment row in the newest run is
  covered as the run of that month knew it.
grain: [month, member_id]
inputs:
  - closing.month
  - closing.known_span
  - closing.known_member
  - closing.known_history
  - closing.listed_span
  - closing.listed_member
columns:
  month: {type: VARCHAR, meaning: "As 2026-06."}
  fixed_day: {type: DATE, meaning: The day of it on which membership counts.}
  scope: {type: VARCHAR, meaning: Of the month in closing.month.}
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: Of the span that counts.}
  assigned_provider_id: {type: VARCHAR, meaning: "The PMP on the fixed day, as known now; null = none."}
---*/
with closing_month as (select * from closing.month),

known_span as (select * from closing.known_span),

known_member as (select * from closing.known_member),

known_history as (select * from closing.known_history),

listed_span as (select * from closing.listed_span),

listed_member as (select * from closing.listed_member),

span as (
    select
        closing_month.month,
        closing_month.fixed_day,
        closing_month.scope,
        known_span.member_id,
        known_span.line_of_business,
        known_span.plan_id,
        known_span.coverage_start,
        known_span.line_rank,
        known_span.pmp_required
    from closing_month
    inner join known_span
        on closing_month.fixed_day >= known_span.coverage_start
        and closing_month.fixed_day <= known_span.coverage_end
    union all
    select
        closing_month.month,
        closing_month.fixed_day,
        closing_month.scope,
        listed_span.member_id,
        listed_span.line_of_business,
        listed_span.plan_id,
        listed_span.coverage_start,
        listed_span.line_rank,
        listed_span.pmp_required
    from closing_month
    inner join listed_span
        on closing_month.month = listed_span.month
        and closing_month.fixed_day >= listed_span.coverage_start
        and closing_month.fixed_day <= listed_span.coverage_end
    where not exists (
        select 1 from known_span where known_span.member_id = listed_span.member_id
    )
),

ranked as (
    select
        span.*,
        row_number() over (
            partition by month, member_id
            order by
                line_rank nulls last,
                coverage_start desc nulls last,
                line_of_business nulls last,
                plan_id nulls last
        ) as choice
    from span
),

held as (
    select
        member_id,
        provider_id,
        held_from,
        held_to
    from known_history
    where known_to = date '9999-12-31'
),

final as (
    select
        ranked.month,
        ranked.fixed_day,
        ranked.scope,
        ranked.member_id,
        ranked.line_of_business,
        held.provider_id as assigned_provider_id
    from ranked
    left join known_member on ranked.member_id = known_member.member_id
    left join listed_member
        on ranked.month = listed_member.month
        and ranked.member_id = listed_member.member_id
    left join held
        on ranked.member_id = held.member_id
        and held.held_from <= ranked.fixed_day
        and held.held_to >= ranked.fixed_day
    where
        ranked.choice = 1
        and ranked.pmp_required
        and coalesce(known_member.death_date, listed_member.death_date, date '9999-12-31')
            >= ranked.fixed_day
)

select * from final
