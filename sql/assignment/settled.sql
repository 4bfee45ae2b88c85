/*---
summary: >-
  Members with a provider from a step before the geographic one. They take their seats before any
  member is placed by distance.
grain: [member_id]
inputs: [assignment.step_candidate, run.policy_step]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  step_rank: {type: INTEGER, meaning: "The deciding step's place in the policy."}
---*/
with step_candidate as (select * from assignment.step_candidate),

geographic_step as (
    select min(step_rank) as step_rank
    from run.policy_step
    where question = 'assignment' and step = 'geographic'
),

held as (
    select step_candidate.*
    from step_candidate
    cross join geographic_step
    where
        step_candidate.holds
        and coalesce(step_candidate.step_rank < geographic_step.step_rank, true)
),

first_held as (
    select
        member_id,
        min(step_rank) as step_rank
    from held
    group by member_id
),

final as (
    select
        held.member_id,
        held.provider_id,
        held.step_rank
    from held
    inner join first_held
        on held.member_id = first_held.member_id
        and held.step_rank = first_held.step_rank
)

select * from final
