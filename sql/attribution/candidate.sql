/*---
summary: >-
  The candidates of every eligible member and step of the policy, with their evidence and the reason
  why each was or was not chosen; a step without candidates has one row without a provider.
grain: [member_id, step, candidate_rank]
public: true
inputs:
  - staging.member
  - evidence.visit_summary
  - run.policy_step
  - attribution.step_candidate
  - attribution.decided
  - run.reason
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The candidate; null = none.}
  step: {type: VARCHAR, meaning: The step.}
  candidate_rank: {type: INTEGER, meaning: "The candidate's position in the step, from 1."}
  visits: {type: BIGINT, meaning: Qualifying visits to this provider.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Total allowed for those visits.}
  last_visit_date: {type: DATE, meaning: The date of the last of them.}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  held: {type: BOOLEAN, meaning: Whether the member is attributed to this candidate.}
  step_rank: {type: INTEGER, meaning: "The step's position in the policy."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
audits:
  every_reason_is_in_the_vocabulary: >-
    select candidate.member_id, candidate.step, candidate.reason
    from attribution.candidate as candidate
    left join run.reason as known
    on candidate.reason = known.reason and known.step in (candidate.step, 'any')
    and known.question = 'attribution'
    where known.reason is null
---*/
with member as (select * from staging.member),

visit_summary as (select * from evidence.visit_summary),

policy_step as (select * from run.policy_step),

step_candidate as (select * from attribution.step_candidate),

decided as (select * from attribution.decided),

absent as (
    select step, reason
    from run.reason
    where question = 'attribution' and outcome = 'absent'
),

applicable as (
    select
        member.member_id,
        policy_step.step,
        policy_step.step_rank
    from member
    cross join policy_step
    where member.eligible and policy_step.question = 'attribution'
),

answered as (
    select
        applicable.member_id,
        applicable.step,
        applicable.step_rank,
        step_candidate.provider_id,
        coalesce(step_candidate.candidate_rank, 1) as candidate_rank,
        case
            when step_candidate.provider_id is not null then coalesce(visit_summary.visits, 0)
        end as visits,
        case
            when step_candidate.provider_id is not null
                then coalesce(visit_summary.allowed_amount, 0)
        end as allowed_amount,
        visit_summary.last_visit_date,
        coalesce(step_candidate.reason, absent.reason, 'no_candidate') as reason,
        step_candidate.found,
        step_candidate.limit_value,
        decided.step as decided_step,
        coalesce(applicable.step_rank > decided.step_rank, false) as is_too_late,
        step_candidate.provider_id is not null
        and coalesce(
            applicable.step_rank = decided.step_rank
            and step_candidate.candidate_rank = decided.candidate_rank,
            false
        ) as held
    from applicable
    left join step_candidate
        on applicable.member_id = step_candidate.member_id
        and applicable.step = step_candidate.step
    left join visit_summary
        on step_candidate.member_id = visit_summary.member_id
        and step_candidate.provider_id = visit_summary.provider_id
    left join decided on applicable.member_id = decided.member_id
    left join absent on applicable.step = absent.step
),

final as (
    select
        member_id,
        provider_id,
        step,
        candidate_rank,
        visits,
        cast(allowed_amount as decimal(18, 2)) as allowed_amount,
        last_visit_date,
        case when is_too_late then 'earlier_step_held' else reason end as reason,
        held,
        step_rank,
        case when is_too_late then decided_step else found end as found,
        case when not is_too_late then limit_value end as limit_value
    from answered
)

select * from final
