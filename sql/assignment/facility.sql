/*---
summary: >-
  Step facility: the primary provider of the residential facility where the member lives, by an
  approved request that is in force and has started, if they are an eligible PMP. A resident whose
  line of business the panel does not take is left to the next step.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs:
  - staging.member
  - staging.facility
  - staging.system_of_record
  - staging.prior
  - assignment.request_start
  - assignment.eligibility
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`facility`."}
  candidate_rank: {type: INTEGER, meaning: "1 = the latest; one is in force at a time."}
  provider_id: {type: VARCHAR, meaning: The facility's primary provider.}
  holds: {type: BOOLEAN, meaning: "Whether this step would select this provider if no earlier step did."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date:
    type: DATE
    meaning: >-
      When the provider comes to the facility, for who had another; when both are there, for who had
      none; the as-of date for members who moved in later; null for members who have them already.
  carried_basis: {type: VARCHAR, meaning: Always null; nothing is carried here.}
  is_exception: {type: BOOLEAN, meaning: The facility has a provider that the member does not get.}
---*/
with member as (select * from staging.member),

facility as (select * from staging.facility),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

request_start as (select * from assignment.request_start),

eligibility as (select * from assignment.eligibility),

parameter as (select * from run.parameter),

requested as (
    select
        member.member_id,
        member.facility_id,
        request_start.provider_id,
        request_start.request_id,
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
        case
            when coalesce(system_of_record.provider_id = request_start.provider_id, false)
                or coalesce(prior.provider_id = request_start.provider_id, false)
                then null
            when system_of_record.provider_id is null and prior.provider_id is null
                then greatest(member.unbroken_since, request_start.effective_date)
            when request_start.started_on = parameter.as_of then request_start.effective_date
            else parameter.as_of
        end as own_effective_date,
        row_number() over (
            partition by member.member_id
            order by request_start.from_date desc nulls last, request_start.request_id nulls last
        ) as candidate_rank
    from request_start
    cross join parameter
    inner join facility on request_start.part_id = facility.facility_id
    inner join member on facility.facility_id = member.facility_id
    inner join eligibility
        on member.member_id = eligibility.member_id
        and request_start.provider_id = eligibility.provider_id
    left join system_of_record on member.member_id = system_of_record.member_id
    left join prior on member.member_id = prior.member_id
    where
        request_start.kind = 'assign_facility'
        and request_start.role = 'primary'
        and facility.is_residential
        and member.eligible
),

reasoned as (
    select
        *,
        case
            when state = 'ended' then 'assignment_ended'
            when state = 'not_started' then failed_validation
            when not is_eligible_pmp then failed_test
            else 'lives_at_facility'
        end as reason
    from requested
),

final as (
    select
        member_id,
        'facility' as step,
        cast(candidate_rank as integer) as candidate_rank,
        provider_id,
        reason = 'lives_at_facility' as holds,
        reason,
        case
            when reason = 'lives_at_facility' then facility_id
            when state = 'ended' then ended_reason
            when state = 'not_started' then validation_found
            else test_found
        end as found,
        case
            when reason = 'lives_at_facility' then request_id
            when state = 'ended' then cast(ended_on as varchar)
            when state = 'not_started' then validation_limit
            else test_limit
        end as limit_value,
        own_effective_date,
        cast(null as varchar) as carried_basis,
        reason <> 'lives_at_facility' as is_exception
    from reasoned
)

select * from final
