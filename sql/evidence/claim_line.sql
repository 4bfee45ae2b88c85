/*---
summary: >-
  The claim lines of services that the policy considers, with what each counts as and the panel that
  rendered it. Final lines count for everything; denied ones only where a service rendered matters,
  paid or not. A view, because at a million members its rows would fill the engine's memory.
grain: [file_rank, record]
view: true
inputs:
  - raw.claims
  - run.procedure_code
  - run.place_of_service
  - run.revenue_code
  - run.parameter
  - evidence.corrected_line
  - evidence.repeated_line
  - evidence.npi_provider
columns:
  file_rank: {type: INTEGER, meaning: The delivery.}
  record: {type: BIGINT, meaning: The record in it.}
  is_final: {type: BOOLEAN, meaning: Whether it is the version of the line that counts; false = a denied line.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: "The panel, on the roster or not; null when it is unknown."}
  service_date: {type: DATE, meaning: "The day of service, within the longest window of the policy."}
  is_primary_care: {type: BOOLEAN, meaning: "Whether its code is primary care in that year, at a place of service that counts."}
  is_well_child: {type: BOOLEAN, meaning: Whether its code is a child's well visit in that year.}
  is_well_adult: {type: BOOLEAN, meaning: Whether its code is an adult's well visit in that year.}
  is_emergency: {type: BOOLEAN, meaning: "Whether its code, place of service or revenue code makes it an emergency visit."}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: The allowed amount; null when not given.}
---*/
with parameter as (select * from run.parameter),

claims as (
    select
        claims.*,
        year(claims.service_date) as service_year,
        -- The NPI is used only where a line names no panel.
        case when claims.provider_id is null then claims.provider_npi end as unresolved_npi,
        coalesce(claims.billing_tin, '') as tin
    from raw.claims as claims
    inner join parameter
        on claims.service_date > parameter.evidence_start
        and claims.service_date <= parameter.as_of
    where claims.claim_status <> 'pending'
),

code as (select * from run.procedure_code),

primary_care as (
    select
        procedure_code,
        service_year
    from code
    where code_set = 'primary_care'
),

well_child as (
    select
        procedure_code,
        service_year
    from code
    where code_set = 'well_child'
),

well_adult as (
    select
        procedure_code,
        service_year
    from code
    where code_set = 'well_adult'
),

emergency as (
    select
        procedure_code,
        service_year
    from code
    where code_set = 'emergency'
),

emergency_place as (
    select place_of_service
    from run.place_of_service
    where list = 'emergency'
),

excluded_place as (
    select place_of_service
    from run.place_of_service
    where list = 'excluded'
),

emergency_revenue as (
    select revenue_code
    from run.revenue_code
    where code_set = 'emergency'
),

corrected_line as (select * from evidence.corrected_line),

earlier_version as (
    select
        file_rank,
        record
    from evidence.repeated_line
    where version_rank > 1
),

npi_provider as (select * from evidence.npi_provider),

line as (
    select
        claims.file_rank,
        claims.record,
        claims.claim_status <> 'denied' as is_final,
        claims.member_id,
        coalesce(claims.provider_id, npi_provider.provider_id) as provider_id,
        claims.service_date,
        primary_care.procedure_code is not null
        and excluded_place.place_of_service is null as is_primary_care,
        well_child.procedure_code is not null as is_well_child,
        well_adult.procedure_code is not null as is_well_adult,
        emergency.procedure_code is not null
        or emergency_place.place_of_service is not null
        or emergency_revenue.revenue_code is not null as is_emergency,
        claims.allowed_amount
    from claims
    left join npi_provider
        on claims.unresolved_npi = npi_provider.provider_npi
        and claims.tin = npi_provider.billing_tin
        and claims.member_id = npi_provider.member_id
    left join primary_care
        on claims.procedure_code = primary_care.procedure_code
        and claims.service_year = primary_care.service_year
    left join well_child
        on claims.procedure_code = well_child.procedure_code
        and claims.service_year = well_child.service_year
    left join well_adult
        on claims.procedure_code = well_adult.procedure_code
        and claims.service_year = well_adult.service_year
    left join emergency
        on claims.procedure_code = emergency.procedure_code
        and claims.service_year = emergency.service_year
    left join emergency_place on claims.place_of_service = emergency_place.place_of_service
    left join excluded_place on claims.place_of_service = excluded_place.place_of_service
    left join emergency_revenue on claims.revenue_code = emergency_revenue.revenue_code
    left join corrected_line
        on claims.file_rank = corrected_line.file_rank
        and claims.record = corrected_line.record
    left join earlier_version
        on claims.file_rank = earlier_version.file_rank
        and claims.record = earlier_version.record
    where
        corrected_line.record is null
        and earlier_version.record is null
),

final as (
    select *
    from line
    where
        is_primary_care
        or is_well_child
        or is_well_adult
        or is_emergency
)

select * from final
