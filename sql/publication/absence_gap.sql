/*---
summary: >-
  Days from tonight on when a provider is absent and no one acts for some of their members: one row
  per coverage and unbroken run of days. Gaps in different parts of the scope are combined.
grain: [absent_provider_id, request_id, to_date]
inputs: [assignment.acting_coverage, assignment.acting_provider]
columns:
  absent_provider_id: {type: VARCHAR, meaning: The absent provider.}
  request_id: {type: VARCHAR, meaning: The coverage.}
  from_date: {type: DATE, meaning: First day without an acting provider.}
  to_date: {type: DATE, meaning: Last day without an acting provider.}
  named_provider_id: {type: VARCHAR, meaning: The covering provider who was named first.}
  reason: {type: VARCHAR, meaning: Why they do not act.}
  members: {type: BIGINT, meaning: Members without an acting provider on any of these days.}
---*/
with acting_provider as (select * from assignment.acting_provider),

gap as (
    select
        absent_provider_id,
        request_id,
        from_date,
        min(day_before) as day_before,
        max(to_date) as to_date,
        min(named_provider_id) as named_provider_id,
        min(reason) as reason
    from assignment.acting_coverage
    where acting_provider_id is null and absent_provider_id <> ''
    group by absent_provider_id, request_id, from_date
),

compared as (
    select
        *,
        max(to_date) over (
            partition by absent_provider_id, request_id
            order by from_date nulls last
            rows between unbounded preceding and 1 preceding
        ) as earlier_to_date
    from gap
),

numbered as (
    select
        *,
        sum(case when earlier_to_date >= day_before then 0 else 1 end) over (
            partition by absent_provider_id, request_id
            order by from_date nulls last
            rows between unbounded preceding and current row
        ) as run_number
    from compared
),

run_of_days as (
    select
        absent_provider_id,
        request_id,
        run_number,
        min(from_date) as from_date,
        max(to_date) as to_date,
        min(named_provider_id) as named_provider_id,
        min(reason) as reason
    from numbered
    group by absent_provider_id, request_id, run_number
),

final as (
    select
        run_of_days.absent_provider_id,
        run_of_days.request_id,
        run_of_days.from_date,
        run_of_days.to_date,
        run_of_days.named_provider_id,
        run_of_days.reason,
        count(distinct acting_provider.member_id) as members
    from run_of_days
    inner join acting_provider
        on run_of_days.absent_provider_id = acting_provider.absent_provider_id
        and run_of_days.request_id = acting_provider.request_id
        and acting_provider.provider_id is null
        and acting_provider.from_date <= run_of_days.to_date
        and acting_provider.to_date >= run_of_days.from_date
    group by
        run_of_days.absent_provider_id,
        run_of_days.request_id,
        run_of_days.from_date,
        run_of_days.to_date,
        run_of_days.named_provider_id,
        run_of_days.reason
)

select * from final
