/*---
summary: >-
  Step lock_in: the provider that a member is locked to. It decides while the lock is in force and
  the provider is an eligible PMP. The member's age, the panel's status and its room do not matter
  to a lock.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs: [staging.member, assignment.eligibility, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`lock_in`."}
  candidate_rank: {type: INTEGER, meaning: Always 1.}
  provider_id: {type: VARCHAR, meaning: The locked provider.}
  holds: {type: BOOLEAN, meaning: "Whether this step would select this provider if no earlier step did."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: Always null; a lock has no date of its own.}
  carried_basis: {type: VARCHAR, meaning: Always null; a lock is not carried.}
  is_exception: {type: BOOLEAN, meaning: The lock is in force but is not honored.}
---*/
with member as (select * from staging.member),

eligibility as (select * from assignment.eligibility),

parameter as (select * from run.parameter),

locked as (
    select
        member.member_id,
        member.locked_provider_id as provider_id,
        member.locked_until,
        parameter.as_of,
        coalesce(member.locked_until >= parameter.as_of, true) as is_in_force,
        eligibility.is_eligible_pmp,
        eligibility.reason,
        eligibility.found,
        eligibility.limit_value
    from member
    cross join parameter
    inner join eligibility
        on member.member_id = eligibility.member_id
        and member.locked_provider_id = eligibility.provider_id
    where member.eligible
),

final as (
    select
        member_id,
        'lock_in' as step,
        1 as candidate_rank,
        provider_id,
        is_in_force and is_eligible_pmp as holds,
        case
            when not is_in_force then 'lock_ended'
            when is_eligible_pmp then 'locked'
            else reason
        end as reason,
        case
            when is_in_force and not is_eligible_pmp then found
            else cast(as_of as varchar)
        end as found,
        case
            when is_in_force and not is_eligible_pmp then limit_value
            else cast(locked_until as varchar)
        end as limit_value,
        cast(null as date) as own_effective_date,
        cast(null as varchar) as carried_basis,
        is_in_force and not is_eligible_pmp as is_exception
    from locked
)

select * from final
