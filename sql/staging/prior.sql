/*---
summary: >-
  What the baseline had for each member: the PMPs assigned and attributed, or, where it could not
  evaluate the member, what they had before, and the row of the system of record at that time.
grain: [member_id]
inputs:
  - baseline.assigned_provider
  - baseline.attributed_provider
  - baseline.not_evaluated
  - baseline.system_of_record
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The PMP assigned; null for none.}
  basis: {type: VARCHAR, meaning: The step that assigned them.}
  effective_date: {type: DATE, meaning: The first day of the assignment.}
  carried_basis: {type: VARCHAR, meaning: "For a carried-forward PMP, the step that first assigned them."}
  facility_id: {type: VARCHAR, meaning: The facility through which the PMP was assigned.}
  attributed_provider_id: {type: VARCHAR, meaning: The PMP attributed; null for none.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed them.}
  was_evaluated: {type: BOOLEAN, meaning: Whether the baseline evaluated the member; false = it kept what they had.}
  sor_provider_id: {type: VARCHAR, meaning: Their PMP in the system of record that night.}
  sor_effective_date: {type: DATE, meaning: The effective date there.}
  sor_basis: {type: VARCHAR, meaning: The basis there.}
---*/
with assigned_provider as (select * from baseline.assigned_provider),

attributed_provider as (select * from baseline.attributed_provider),

not_evaluated as (select * from baseline.not_evaluated),

system_of_record as (select * from baseline.system_of_record),

had as (
    select
        assigned_provider.member_id,
        assigned_provider.provider_id,
        assigned_provider.basis,
        assigned_provider.effective_date,
        assigned_provider.carried_basis,
        assigned_provider.facility_id,
        attributed_provider.provider_id as attributed_provider_id,
        attributed_provider.attribution_type,
        true as was_evaluated
    from assigned_provider
    left join attributed_provider
        on assigned_provider.member_id = attributed_provider.member_id
    union all
    select
        member_id,
        provider_id,
        basis,
        effective_date,
        carried_basis,
        facility_id,
        attributed_provider_id,
        attribution_type,
        false as was_evaluated
    from not_evaluated
),

final as (
    select
        coalesce(had.member_id, system_of_record.member_id) as member_id,
        had.provider_id,
        had.basis,
        had.effective_date,
        had.carried_basis,
        had.facility_id,
        had.attributed_provider_id,
        had.attribution_type,
        coalesce(had.was_evaluated, false) as was_evaluated,
        system_of_record.provider_id as sor_provider_id,
        system_of_record.effective_date as sor_effective_date,
        system_of_record.basis as sor_basis
    from had
    full join system_of_record on had.member_id = system_of_record.member_id
)

select * from final
