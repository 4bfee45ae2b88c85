/*---
summary: >-
  Every part of a request that is in force on the as-of date: the provider that it gives to a
  facility, a member or an absent provider. Each is validated before it starts.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - book.facility_assignment
  - book.patient_assignment
  - book.coverage
  - assignment.move_pair
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: "assign_facility, assign_patient, set_coverage or bulk_reassign."}
  part_type: {type: VARCHAR, meaning: "facility, member, or provider for one who is away."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  role: {type: VARCHAR, meaning: "primary, specialist or coverage."}
  specialty: {type: VARCHAR, meaning: The specialist's specialty; an empty string for other roles.}
  from_date: {type: DATE, meaning: First day in force.}
  to_date: {type: DATE, meaning: Last day in force; 9999-12-31 when open.}
---*/
with facility_assignment as (select * from book.facility_assignment),

patient_assignment as (select * from book.patient_assignment),

coverage as (select * from book.coverage),

move_pair as (select * from assignment.move_pair),

parameter as (select * from run.parameter),

requested as (
    select
        request_id,
        'assign_facility' as kind,
        'facility' as part_type,
        facility_id as part_id,
        provider_id,
        role,
        coalesce(specialty, '') as specialty,
        from_date,
        to_date
    from facility_assignment
    union all
    select
        request_id,
        'assign_patient',
        'member',
        member_id,
        provider_id,
        role,
        coalesce(specialty, ''),
        from_date,
        to_date
    from patient_assignment
    union all
    select
        request_id,
        'set_coverage',
        'provider',
        absent_provider_id,
        covering_provider_id,
        'coverage',
        '',
        from_date,
        to_date
    from coverage
    union all
    select
        request_id,
        kind,
        'member',
        member_id,
        provider_id,
        'primary',
        '',
        from_date,
        to_date
    from move_pair
    where kind = 'bulk_reassign'
),

-- One coverage may have several scopes, each with its own days.
final as (
    select
        requested.request_id,
        requested.kind,
        requested.part_type,
        requested.part_id,
        requested.provider_id,
        requested.role,
        requested.specialty,
        min(requested.from_date) as from_date,
        max(requested.to_date) as to_date
    from requested
    inner join parameter
        on requested.from_date <= parameter.as_of
        and requested.to_date >= parameter.as_of
    group by
        requested.request_id,
        requested.kind,
        requested.part_type,
        requested.part_id,
        requested.provider_id,
        requested.role,
        requested.specialty
)

select * from final
