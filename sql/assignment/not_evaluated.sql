/*---
summary: >-
  Members in the system of record or the baseline whose row of tonight's enrollment was rejected
  and who have no accepted one that shows their status. They keep what they had, seat included:
  bad data disenrolls no one. A duplicate is not bad data: the row that it repeats was accepted.
grain: [member_id]
public: true
inputs:
  - raw.rejected_row
  - staging.member
  - staging.system_of_record
  - staging.prior
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The PMP that they had; null = none.}
  basis: {type: VARCHAR, meaning: The basis of that assignment.}
  effective_date: {type: DATE, meaning: When it began.}
  attributed_provider_id: {type: VARCHAR, meaning: The PMP that the baseline attributed them to.}
  attribution_type: {type: VARCHAR, meaning: By which step.}
  carried_basis: {type: VARCHAR, meaning: "Of what was carried, the step or basis that first gave it."}
  facility_id: {type: VARCHAR, meaning: The facility through which it was given.}
---*/
with rejected_row as (select * from raw.rejected_row),

member as (select * from staging.member),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

parameter as (select * from run.parameter),

rejected as (
    select member_id
    from rejected_row
    where
        feed = 'enrollment'
        and member_id is not null
        and coalesce(reason, '') not like 'duplicate:%'
    group by member_id
),

unclear as (
    select rejected.member_id
    from rejected
    cross join parameter
    left join member on rejected.member_id = member.member_id
    where
        member.member_id is null
        or (
            member.status = 'not_covered'
            and coalesce(member.death_date >= parameter.as_of, true)
        )
),

-- The system of record takes precedence, unless it still shows the row that the baseline changed.
known as (
    select
        unclear.member_id,
        system_of_record.provider_id as recorded_provider_id,
        system_of_record.basis as recorded_basis,
        system_of_record.effective_date as recorded_effective_date,
        prior.provider_id as prior_provider_id,
        prior.basis as prior_basis,
        prior.effective_date as prior_effective_date,
        prior.attributed_provider_id,
        prior.attribution_type,
        prior.carried_basis,
        prior.facility_id,
        system_of_record.member_id is null
        or (
            prior.provider_id is not null
            and system_of_record.provider_id is not distinct from prior.sor_provider_id
            and system_of_record.effective_date is not distinct from prior.sor_effective_date
            and system_of_record.basis is not distinct from prior.sor_basis
        ) as keeps_baseline
    from unclear
    left join system_of_record on unclear.member_id = system_of_record.member_id
    left join prior on unclear.member_id = prior.member_id
    where
        system_of_record.member_id is not null
        or prior.basis is not null
        or prior.provider_id is not null
),

final as (
    select
        member_id,
        case when keeps_baseline then prior_provider_id else recorded_provider_id end
            as provider_id,
        case when keeps_baseline then prior_basis else recorded_basis end as basis,
        case when keeps_baseline then prior_effective_date else recorded_effective_date end
            as effective_date,
        attributed_provider_id,
        attribution_type,
        case when keeps_baseline then carried_basis end as carried_basis,
        case when keeps_baseline then facility_id end as facility_id
    from known
)

select * from final
