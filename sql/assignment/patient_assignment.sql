/*---
summary: >-
  Step patient_assignment: the primary provider that an approved request assigns to this member. The
  request decides while it is in force, has started and names an eligible PMP. The ages that the PMP
  serves, the panel's status and its room do not matter, because a person decided.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs: [staging.member, assignment.request_start, assignment.eligibility]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`patient_assignment`."}
  candidate_rank: {type: INTEGER, meaning: "1 = the latest; one is in force at a time."}
  provider_id: {type: VARCHAR, meaning: The provider.}
  holds: {type: BOOLEAN, meaning: "Whether this step would select this provider if no earlier step did."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: The first day on which the request holds.}
  carried_basis: {type: VARCHAR, meaning: Always null; a request is not carried forward here.}
  is_exception: {type: BOOLEAN, meaning: The request is in force and is not honoured.}
---*/
with member as (select * from staging.member),

request_start as (select * from assignment.request_start),

eligibility as (select * from assignment.eligibility),

requested as (
    select
        request_start.part_id as member_id,
        request_start.provider_id,
        request_start.request_id,
        request_start.to_date,
        request_start.effective_date,
        request_start.state,
        request_start.failed_validation,
        request_start.found as validation_found,
        request_start.limit_value as validation_limit,
        request_start.ended_on,
        request_start.ended_reason,
        eligibility.is_eligible_pmp,
        eligibility.reason as failed_test,
        eligibility.found as test_found,
        eligibility.limit_value as test_limit,
        row_number() over (
            partition by request_start.part_id
            order by request_start.from_date desc nulls last, request_start.request_id nulls last
        ) as candidate_rank
    from request_start
    inner join member on request_start.part_id = member.member_id
    inner join eligibility
        on request_start.part_id = eligibility.member_id
        and request_start.provider_id = eligibility.provider_id
    where
        request_start.kind = 'assign_patient'
        and request_start.role = 'primary'
        and member.eligible
),

reasoned as (
    select
        *,
        case
            when state = 'ended' then 'assignment_ended'
            when state = 'not_started' then failed_validation
            when not is_eligible_pmp then failed_test
            else 'assigned_to_member'
        end as reason
    from requested
),

final as (
    select
        member_id,
        'patient_assignment' as step,
        cast(candidate_rank as integer) as candidate_rank,
        provider_id,
        reason = 'assigned_to_member' as holds,
        reason,
        case
            when reason = 'assigned_to_member' then request_id
            when state = 'ended' then ended_reason
            when state = 'not_started' then validation_found
            else test_found
        end as found,
        case
            when reason = 'assigned_to_member'
                then case when to_date < date '9999-12-31' then cast(to_date as varchar) end
            when state = 'ended' then cast(ended_on as varchar)
            when state = 'not_started' then validation_limit
            else test_limit
        end as limit_value,
        effective_date as own_effective_date,
        cast(null as varchar) as carried_basis,
        reason <> 'assigned_to_member' as is_exception
    from reasoned
)

select * from final
