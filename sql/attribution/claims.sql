/*---
summary: >-
  Step claims: the PMPs that a member has visited, most qualifying visits first; ties go to the
  latest visit, then the higher allowed amount, then the lowest provider_id.
grain: [member_id, candidate_rank]
part_of: attribution.offer
inputs: [staging.member, evidence.visit_summary]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: "`claims`."}
  candidate_rank: {type: INTEGER, meaning: 1 = the PMP that claims attribute the member to.}
  provider_id: {type: VARCHAR, meaning: An eligible PMP with a qualifying visit.}
  holds: {type: BOOLEAN, meaning: Whether it ranks first.}
  reason: {type: VARCHAR, meaning: "Why it ranks first, or what ranks it behind the first (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The first's value.}
---*/
with member as (select * from staging.member),

visit_summary as (select * from evidence.visit_summary),

ranked as (
    select
        visit_summary.member_id,
        visit_summary.provider_id,
        visit_summary.visits,
        visit_summary.last_visit_date,
        visit_summary.allowed_amount,
        cast(
            row_number() over (
                partition by visit_summary.member_id
                order by
                    visit_summary.visits desc nulls last,
                    visit_summary.last_visit_date desc nulls last,
                    visit_summary.allowed_amount desc nulls last,
                    visit_summary.provider_id nulls last
            ) as integer
        ) as candidate_rank
    from visit_summary
    inner join member on visit_summary.member_id = member.member_id
    where member.eligible
),

compared as (
    select
        ranked.*,
        first_ranked.provider_id as first_provider_id,
        first_ranked.visits as first_visits,
        first_ranked.last_visit_date as first_last_visit_date,
        first_ranked.allowed_amount as first_allowed_amount
    from ranked
    inner join ranked as first_ranked
        on ranked.member_id = first_ranked.member_id
        and first_ranked.candidate_rank = 1
),

reasoned as (
    select
        *,
        case
            when candidate_rank = 1 then 'most_visits'
            when visits < first_visits then 'fewer_visits'
            when last_visit_date < first_last_visit_date then 'earlier_last_visit'
            when allowed_amount < first_allowed_amount then 'lower_allowed_amount'
            else 'higher_provider_id'
        end as reason
    from compared
),

final as (
    select
        member_id,
        'claims' as step,
        candidate_rank,
        provider_id,
        candidate_rank = 1 as holds,
        reason,
        case reason
            when 'most_visits' then cast(visits as varchar)
            when 'fewer_visits' then cast(visits as varchar)
            when 'earlier_last_visit' then cast(last_visit_date as varchar)
            when 'lower_allowed_amount' then cast(allowed_amount as varchar)
            else provider_id
        end as found,
        case reason
            when 'most_visits' then null
            when 'fewer_visits' then cast(first_visits as varchar)
            when 'earlier_last_visit' then cast(first_last_visit_date as varchar)
            when 'lower_allowed_amount' then cast(first_allowed_amount as varchar)
            else first_provider_id
        end as limit_value
    from reasoned
)

select * from final
