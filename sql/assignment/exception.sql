/*---
summary: >-
  Locks, requests and choices that are not honored, with the reason, and those that are honored
  although they take a panel over its capacity.
grain: [member_id, step, provider_id]
public: true
inputs:
  - assignment.step_candidate
  - assignment.decided
  - assignment.capacity
  - staging.system_of_record
  - staging.prior
  - run.policy_step
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "The step of the PMP that someone named: lock_in, patient_assignment, self_selection or facility."}
  provider_id: {type: VARCHAR, meaning: The requested provider.}
  reason: {type: VARCHAR, meaning: "Why not (run.reason), or `at_capacity`."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  honoured: {type: BOOLEAN, meaning: Whether the member has the provider anyway.}
---*/
with step_candidate as (select * from assignment.step_candidate),

decided as (select * from assignment.decided),

capacity as (select * from assignment.capacity),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

policy_step as (select * from run.policy_step),

refused as (
    select
        step_candidate.member_id,
        step_candidate.step,
        step_candidate.provider_id,
        step_candidate.reason,
        step_candidate.found,
        step_candidate.limit_value,
        false as honoured
    from step_candidate
    left join decided on step_candidate.member_id = decided.member_id
    where
        step_candidate.is_exception
        and coalesce(step_candidate.step_rank < decided.step_rank, true)
),

-- Only new members: those who are already there take no new seat.
crowding as (
    select
        decided.member_id,
        decided.step,
        decided.provider_id,
        'at_capacity' as reason,
        cast(capacity.members as varchar) as found,
        cast(capacity.panel_capacity as varchar) as limit_value,
        true as honoured
    from decided
    inner join capacity on decided.provider_id = capacity.provider_id
    inner join policy_step on decided.step = policy_step.step
    left join system_of_record on decided.member_id = system_of_record.member_id
    left join prior on decided.member_id = prior.member_id
    where
        policy_step.question = 'assignment'
        and policy_step.is_requested
        and capacity.members > capacity.panel_capacity
        and decided.provider_id <> coalesce(system_of_record.provider_id, '')
        and decided.provider_id <> coalesce(prior.provider_id, '')
),

final as (
    select * from refused
    union all
    select * from crowding
)

select * from final
