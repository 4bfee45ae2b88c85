/*---
summary: >-
  For every eligible member and step of the policy, the provider that the step offered and why
  they were or were not given. A step that offered no one has one row without a provider.
grain: [member_id, step, candidate_rank]
public: true
inputs:
  - staging.member
  - run.policy_step
  - assignment.step_candidate
  - assignment.geographic
  - assignment.pair_distance
  - assignment.decided
  - run.reason
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: The step.}
  provider_id: {type: VARCHAR, meaning: The provider that it offered; null = none.}
  held: {type: BOOLEAN, meaning: The member is given this provider.}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  distance_miles: {type: DOUBLE, meaning: "Great-circle miles between them; null = a place is unknown."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's place in the step, from 1."}
  step_rank: {type: INTEGER, meaning: "The step's place in the policy."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
audits:
  every_reason_is_in_the_vocabulary: >-
    select candidate.member_id, candidate.step, candidate.reason
    from assignment.candidate as candidate
    left join run.reason as known
    on candidate.reason = known.reason and known.step in (candidate.step, 'any')
    and known.question = 'assignment'
    where known.reason is null
  held_as_decided: >-
    select decided.member_id from assignment.decided as decided
    left join assignment.candidate as candidate
    on decided.member_id = candidate.member_id and candidate.held
    where candidate.provider_id is distinct from decided.provider_id
---*/
with member as (select * from staging.member),

policy_step as (select * from run.policy_step),

step_candidate as (select * from assignment.step_candidate),

geographic as (select * from assignment.geographic),

pair_distance as (select * from assignment.pair_distance),

decided as (select * from assignment.decided),

absent as (
    select step, reason
    from run.reason
    where question = 'assignment' and outcome = 'absent'
),

offered as (
    select
        step_candidate.member_id,
        step_candidate.step,
        step_candidate.candidate_rank,
        step_candidate.provider_id,
        step_candidate.reason,
        step_candidate.found,
        step_candidate.limit_value,
        pair_distance.distance_miles
    from step_candidate
    left join pair_distance
        on step_candidate.member_id = pair_distance.member_id
        and step_candidate.provider_id = pair_distance.provider_id
    union all
    select
        member_id,
        'geographic',
        1,
        provider_id,
        coalesce(reason, 'optimal_distance'),
        null,
        null,
        distance_miles
    from geographic
),

requested as (
    select
        member.member_id,
        policy_step.step,
        policy_step.step_rank
    from member
    cross join policy_step
    where member.eligible and policy_step.question = 'assignment'
),

answered as (
    select
        requested.member_id,
        requested.step,
        requested.step_rank,
        offered.provider_id,
        coalesce(offered.candidate_rank, 1) as candidate_rank,
        coalesce(offered.reason, absent.reason, 'no_candidate') as reason,
        offered.found,
        offered.limit_value,
        offered.distance_miles,
        decided.step as decided_step,
        coalesce(requested.step_rank > decided.step_rank, false) as is_too_late,
        offered.provider_id is not null
        and coalesce(
            requested.step_rank = decided.step_rank
            and offered.candidate_rank = decided.candidate_rank,
            false
        ) as held
    from requested
    left join offered
        on requested.member_id = offered.member_id
        and requested.step = offered.step
    left join decided on requested.member_id = decided.member_id
    left join absent on requested.step = absent.step
),

final as (
    select
        member_id,
        step,
        provider_id,
        held,
        case when is_too_late then 'earlier_step_held' else reason end as reason,
        distance_miles,
        candidate_rank,
        step_rank,
        case when is_too_late then decided_step else found end as found,
        case when not is_too_late then limit_value end as limit_value
    from answered
)

select * from final
