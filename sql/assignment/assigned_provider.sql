/*---
summary: >-
  The PMP that each eligible member has been given, by which step, from when, and how far away.
grain: [member_id]
public: true
inputs:
  - staging.member
  - staging.system_of_record
  - staging.prior
  - run.parameter
  - assignment.decided
  - assignment.geographic
  - assignment.pair_distance
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The assigned PMP; null = unassigned.}
  basis: {type: VARCHAR, meaning: "The step that decided, or `unassigned`."}
  reason: {type: VARCHAR, meaning: "Why it held, or why no provider could be given (run.reason)."}
  effective_date: {type: DATE, meaning: When the assignment begins or began; null when unassigned.}
  distance_miles: {type: DOUBLE, meaning: "Great-circle miles between them; null = a place is unknown."}
  carried_basis: {type: VARCHAR, meaning: "For a carried provider, the step or basis that first assigned them."}
  facility_id: {type: VARCHAR, meaning: The facility through which the provider was given.}
  line_of_business: {type: VARCHAR, meaning: The line of the span that decided.}
audits:
  every_eligible_member_is_here: >-
    select member.member_id from staging.member as member
    left join assignment.assigned_provider as assigned on member.member_id = assigned.member_id
    where member.eligible and assigned.member_id is null
  unassigned_has_nobody: >-
    select * from assignment.assigned_provider
    where (basis = 'unassigned') <> (provider_id is null)
---*/
with member as (select * from staging.member),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

parameter as (select * from run.parameter),

decided as (select * from assignment.decided),

geographic as (select * from assignment.geographic),

pair_distance as (select * from assignment.pair_distance),

compared as (
    select
        member.member_id,
        member.line_of_business,
        member.unbroken_since,
        case when coalesce(decided.carried_basis, decided.step) = 'facility'
            then member.facility_id end as facility_id,
        decided.provider_id,
        coalesce(decided.step, 'unassigned') as basis,
        coalesce(decided.reason, geographic.reason, 'no_candidate') as reason,
        decided.own_effective_date,
        decided.carried_basis,
        case when decided.step = 'geographic' then geographic.distance_miles
            else pair_distance.distance_miles end as distance_miles,
        system_of_record.effective_date as recorded_effective_date,
        prior.effective_date as prior_effective_date,
        coalesce(decided.provider_id = system_of_record.provider_id, false) as is_recorded,
        coalesce(decided.provider_id = prior.provider_id, false) as is_prior,
        system_of_record.provider_id is null and prior.provider_id is null as is_first,
        parameter.change_effective_date
    from member
    cross join parameter
    left join decided on member.member_id = decided.member_id
    left join geographic on member.member_id = geographic.member_id
    left join pair_distance
        on decided.member_id = pair_distance.member_id
        and decided.provider_id = pair_distance.provider_id
    left join system_of_record on member.member_id = system_of_record.member_id
    left join prior on member.member_id = prior.member_id
    where member.eligible
),

final as (
    select
        member_id,
        provider_id,
        basis,
        reason,
        case
            when provider_id is null then null
            when own_effective_date is not null then own_effective_date
            when is_recorded then recorded_effective_date
            when is_prior then prior_effective_date
            when is_first then unbroken_since
            else change_effective_date
        end as effective_date,
        distance_miles,
        carried_basis,
        facility_id,
        line_of_business
    from compared
)

select * from final
