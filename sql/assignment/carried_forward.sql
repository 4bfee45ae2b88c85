/*---
summary: >-
  Step carried_forward: the provider that a member has. First a change that the baseline proposed
  and the system of record does not show yet (its row is still the one that the baseline saw),
  then the system of record's provider; without that feed, the baseline's. It holds while the
  provider is an eligible PMP who serves the member; if they were given through a facility, while
  the member lives there; and not if their request ended with the exception that had allowed it to
  start.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs:
  - staging.member
  - staging.system_of_record
  - staging.prior
  - staging.facility
  - assignment.eligibility
  - assignment.request_start
  - run.parameter
  - run.feed
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`carried_forward`."}
  candidate_rank: {type: INTEGER, meaning: "1, or 2 for the provider in the system of record while a change is pending."}
  provider_id: {type: VARCHAR, meaning: The provider that the member has.}
  holds: {type: BOOLEAN, meaning: "Whether this step would select this provider if no earlier step did."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: Always null; the carried row already has its date.}
  carried_basis: {type: VARCHAR, meaning: The step or basis by which it was given in the first place.}
  is_exception: {type: BOOLEAN, meaning: Always false; no one requested it tonight.}
---*/
with member as (select * from staging.member),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

facility as (select * from staging.facility),

eligibility as (select * from assignment.eligibility),

parameter as (select * from run.parameter),

request_start as (select * from assignment.request_start),

-- Otherwise the ended request would have no effect.
ended as (
    select
        part_id as member_id,
        provider_id,
        ended_on
    from request_start
    where kind = 'assign_patient' and role = 'primary' and ended_reason = 'exception_ended'
    union all
    select
        member.member_id,
        request_start.provider_id,
        request_start.ended_on
    from request_start
    inner join member on request_start.part_id = member.facility_id
    where
        request_start.kind = 'assign_facility'
        and request_start.role = 'primary'
        and request_start.ended_reason = 'exception_ended'
),

last_ended as (
    select
        member_id,
        provider_id,
        max(ended_on) as ended_on
    from ended
    group by member_id, provider_id
),

facility_feed as (
    select delivered from run.feed where feed = 'facilities'
),

remembered as (
    select
        member.member_id,
        member.facility_id as lives_at,
        parameter.has_system_of_record,
        system_of_record.provider_id as recorded_provider_id,
        system_of_record.basis as recorded_basis,
        prior.provider_id as prior_provider_id,
        case
            when prior.basis = 'carried_forward' then prior.carried_basis
            else prior.basis
        end as prior_basis,
        prior.facility_id as prior_facility_id,
        parameter.has_system_of_record
        and prior.provider_id is not null
        and prior.provider_id is distinct from prior.sor_provider_id
        and system_of_record.provider_id is not distinct from prior.sor_provider_id
        and system_of_record.effective_date is not distinct from prior.sor_effective_date
        and system_of_record.basis is not distinct from prior.sor_basis as is_pending
    from member
    cross join parameter
    left join system_of_record on member.member_id = system_of_record.member_id
    left join prior on member.member_id = prior.member_id
    where
        member.eligible
        and (system_of_record.member_id is not null or prior.provider_id is not null)
),

offered as (
    select
        member_id,
        1 as candidate_rank,
        prior_provider_id as provider_id,
        'pending_change' as offered_by,
        prior_basis as carried_basis,
        lives_at,
        prior_facility_id as recorded_facility_id,
        recorded_provider_id as replaced_provider_id
    from remembered
    where is_pending
    union all
    select
        member_id,
        case when is_pending then 2 else 1 end,
        recorded_provider_id,
        'system_of_record',
        recorded_basis,
        lives_at,
        case
            when recorded_provider_id = prior_provider_id and prior_basis = 'facility'
                then prior_facility_id
        end,
        null
    from remembered
    where has_system_of_record and recorded_provider_id is not null
    union all
    select
        member_id,
        1,
        prior_provider_id,
        'baseline',
        prior_basis,
        lives_at,
        prior_facility_id,
        null
    from remembered
    where not has_system_of_record and prior_provider_id is not null
),

-- If no facilities feed was delivered, assume the facility is residential.
tested as (
    select
        offered.*,
        coalesce(offered.carried_basis, '') = 'facility'
        and (
            offered.lives_at is null
            or offered.lives_at <> coalesce(offered.recorded_facility_id, offered.lives_at)
            or (facility_feed.delivered and not coalesce(facility.is_residential, false))
        ) as has_left_facility,
        eligibility.serves_member,
        eligibility.reason as failed_test,
        eligibility.found as test_found,
        eligibility.limit_value as test_limit,
        last_ended.ended_on
    from offered
    cross join facility_feed
    inner join eligibility
        on offered.member_id = eligibility.member_id
        and offered.provider_id = eligibility.provider_id
    left join facility on offered.lives_at = facility.facility_id
    left join last_ended
        on offered.member_id = last_ended.member_id
        and offered.provider_id = last_ended.provider_id
),

pending_holds as (
    select member_id, provider_id
    from tested
    where
        offered_by = 'pending_change'
        and serves_member
        and not has_left_facility
        and ended_on is null
),

reasoned as (
    select
        tested.*,
        pending_holds.provider_id as pending_provider_id,
        case
            when not tested.serves_member then tested.failed_test
            when tested.has_left_facility then 'left_facility'
            when tested.ended_on is not null then 'assignment_ended'
            when tested.offered_by = 'system_of_record' and pending_holds.member_id is not null
                then 'pending_change_held'
            else tested.offered_by
        end as reason
    from tested
    left join pending_holds on tested.member_id = pending_holds.member_id
),

final as (
    select
        member_id,
        'carried_forward' as step,
        candidate_rank,
        provider_id,
        reason = offered_by as holds,
        reason,
        case reason
            when 'pending_change' then replaced_provider_id
            when 'left_facility' then lives_at
            when 'assignment_ended' then 'exception_ended'
            when 'pending_change_held' then provider_id
            when 'system_of_record' then carried_basis
            when 'baseline' then carried_basis
            else test_found
        end as found,
        case reason
            when 'left_facility' then recorded_facility_id
            when 'assignment_ended' then cast(ended_on as varchar)
            when 'pending_change_held' then pending_provider_id
            when 'pending_change' then null
            when 'system_of_record' then null
            when 'baseline' then null
            else test_limit
        end as limit_value,
        cast(null as date) as own_effective_date,
        carried_basis,
        false as is_exception
    from reasoned
)

select * from final
