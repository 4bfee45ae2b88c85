/*---
summary: >-
  The claim lines for services that the policy looks for, each with the panel that rendered it.
  Final lines count for everything; denied ones only where a service rendered is a service.
grain: [file_rank, record]
inputs:
  - raw.claims
  - run.kept_code
  - run.place_of_service
  - run.revenue_code
  - evidence.corrected_line
  - evidence.repeated_line
  - evidence.npi_provider
columns:
  file_rank: {type: INTEGER, meaning: The delivery.}
  record: {type: BIGINT, meaning: The record in it.}
  claim_id: {type: VARCHAR, meaning: The claim.}
  line_number: {type: INTEGER, meaning: The line.}
  is_final: {type: BOOLEAN, meaning: "Whether it is the version of the line that counts; false is a denied line."}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: "The panel, on the roster or not; null when it can't be told."}
  service_date: {type: DATE, meaning: When.}
  procedure_code: {type: VARCHAR, meaning: What.}
  place_of_service: {type: VARCHAR, meaning: Where.}
  is_emergency_place: {type: BOOLEAN, meaning: Whether place or revenue code make it an emergency visit.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Allowed; null when not given.}
---*/
with claims as (select * from raw.claims),

kept_code as (select * from run.kept_code),

emergency_place as (
    select place_of_service
    from run.place_of_service
    where list = 'emergency'
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

-- Few lines name an NPI: only those are held against it.
resolved as (
    select
        claims.file_rank,
        claims.record,
        npi_provider.provider_id
    from claims
    inner join npi_provider
        on claims.provider_npi = npi_provider.provider_npi
        and coalesce(claims.billing_tin, '') = npi_provider.billing_tin
        and claims.member_id = npi_provider.member_id
    where claims.provider_id is null
),

final as (
    select
        claims.file_rank,
        claims.record,
        claims.claim_id,
        claims.line_number,
        claims.claim_status <> 'denied' as is_final,
        claims.member_id,
        coalesce(claims.provider_id, resolved.provider_id) as provider_id,
        claims.service_date,
        claims.procedure_code,
        claims.place_of_service,
        emergency_place.place_of_service is not null
        or emergency_revenue.revenue_code is not null as is_emergency_place,
        claims.allowed_amount
    from claims
    left join kept_code on claims.procedure_code = kept_code.procedure_code
    left join emergency_place on claims.place_of_service = emergency_place.place_of_service
    left join emergency_revenue on claims.revenue_code = emergency_revenue.revenue_code
    left join corrected_line
        on claims.file_rank = corrected_line.file_rank
        and claims.record = corrected_line.record
    left join earlier_version
        on claims.file_rank = earlier_version.file_rank
        and claims.record = earlier_version.record
    left join resolved
        on claims.file_rank = resolved.file_rank
        and claims.record = resolved.record
    where
        claims.claim_status <> 'pending'
        and claims.service_date is not null
        and corrected_line.record is null
        and earlier_version.record is null
        and (
            kept_code.procedure_code is not null
            or emergency_place.place_of_service is not null
            or emergency_revenue.revenue_code is not null
        )
)

select * from final
