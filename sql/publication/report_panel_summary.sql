/*---
summary: >-
  Report: the attributed members of each PMP, by practice and line of business: members by type of
  attribution, their months of coverage in the twelve months through the as-of date's month, and
  joiners and leavers since the baseline.
grain: [practice_id, provider_id, line_of_business]
inputs:
  - reconciliation.difference
  - staging.member
  - staging.coverage_span
  - staging.panel
  - baseline.registry
  - run.parameter
columns:
  practice_id: {type: VARCHAR, meaning: The practice; empty text where the panel is gone.}
  practice_name: {type: VARCHAR, meaning: Its name.}
  provider_id: {type: VARCHAR, meaning: The PMP.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  line_of_business: {type: VARCHAR, meaning: The line; empty text where it is not known.}
  members: {type: BIGINT, meaning: Attributed members.}
  by_claims: {type: BIGINT, meaning: Those attributed by claims.}
  by_self_selection: {type: BIGINT, meaning: Those attributed by self-selection.}
  by_assignment: {type: BIGINT, meaning: Those attributed by assignment.}
  member_months: {type: BIGINT, meaning: "Months with coverage, of the last twelve."}
  joiners: {type: BIGINT, meaning: Attributed here tonight but not in the baseline.}
  leavers: {type: BIGINT, meaning: Attributed here in the baseline but not tonight.}
---*/
with member as (select * from staging.member),

panel as (select * from staging.panel),

attribution_difference as (
    select * from reconciliation.difference where kind = 'attribution'
),

-- A member in no file tonight keeps the line of business of the last list.
last_line as (
    select
        member_id,
        max(line_of_business) as line_of_business
    from baseline.registry
    group by member_id
),

recent_year as (
    select
        12 * year(as_of) + month(as_of) - 11 as first_month,
        12 * year(as_of) + month(as_of) as last_month
    from run.parameter
),

covered as (
    select
        span.member_id,
        greatest(
            12 * year(span.coverage_start) + month(span.coverage_start), recent_year.first_month
        ) as from_month,
        least(
            12 * year(span.coverage_end) + month(span.coverage_end), recent_year.last_month
        ) as to_month
    from staging.coverage_span as span
    cross join recent_year
    where
        12 * year(span.coverage_start) + month(span.coverage_start) <= recent_year.last_month
        and 12 * year(span.coverage_end) + month(span.coverage_end) >= recent_year.first_month
),

-- Spans overlap. This is the last month that earlier spans counted.
counted as (
    select
        member_id,
        from_month,
        to_month,
        coalesce(
            max(to_month) over (
                partition by member_id
                order by from_month asc nulls last, to_month asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as counted_to
    from covered
),

member_month as (
    select
        member_id,
        sum(greatest(0, to_month - greatest(from_month, counted_to + 1) + 1)) as months
    from counted
    group by member_id
),

lined as (
    select
        difference.member_id,
        difference.change_type,
        difference.from_provider_id,
        difference.to_provider_id,
        difference.to_basis,
        coalesce(member.line_of_business, last_line.line_of_business, '') as line_of_business,
        coalesce(member_month.months, 0) as months
    from attribution_difference as difference
    left join member on difference.member_id = member.member_id
    left join last_line on difference.member_id = last_line.member_id
    left join member_month on difference.member_id = member_month.member_id
),

event as (
    select
        to_provider_id as provider_id,
        line_of_business,
        1 as members,
        case when to_basis = 'claims' then 1 else 0 end as by_claims,
        case when to_basis = 'self_selection' then 1 else 0 end as by_self_selection,
        case when to_basis = 'assignment' then 1 else 0 end as by_assignment,
        months,
        case when change_type in ('new', 'changed') then 1 else 0 end as joiners,
        0 as leavers
    from lined
    where to_provider_id is not null
    union all
    select
        from_provider_id,
        line_of_business,
        0,
        0,
        0,
        0,
        0,
        0,
        1
    from lined
    where from_provider_id is not null and change_type in ('changed', 'dropped')
),

final as (
    select
        coalesce(panel.practice_id, '') as practice_id,
        panel.practice_name,
        event.provider_id,
        panel.provider_name,
        event.line_of_business,
        cast(sum(event.members) as bigint) as members,
        cast(sum(event.by_claims) as bigint) as by_claims,
        cast(sum(event.by_self_selection) as bigint) as by_self_selection,
        cast(sum(event.by_assignment) as bigint) as by_assignment,
        cast(sum(event.months) as bigint) as member_months,
        cast(sum(event.joiners) as bigint) as joiners,
        cast(sum(event.leavers) as bigint) as leavers
    from event
    left join panel on event.provider_id = panel.provider_id
    group by
        panel.practice_id,
        panel.practice_name,
        event.provider_id,
        panel.provider_name,
        event.line_of_business
)

select * from final
