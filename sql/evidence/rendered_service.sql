/*---
summary: >-
  Services that members had, paid or denied, by the set of codes that they fall in. Gaps read this:
  a service rendered is a service. One by the provider who acted for the PMP counts for the PMP, as
  a visit does. Primary care counts only in places where it counts as a visit.
grain: [member_id, provider_id, service_date, code_set]
inputs:
  - evidence.claim_line
  - evidence.covering_visit
  - run.procedure_code
  - run.place_of_service
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: "The member, enrolled tonight or not."}
  provider_id: {type: VARCHAR, meaning: The panel; empty text when unknown.}
  service_date: {type: DATE, meaning: When.}
  code_set: {type: VARCHAR, meaning: "primary_care, well_child, well_adult or emergency."}
---*/
with claim_line as (select * from evidence.claim_line),

covering as (select * from evidence.covering_visit),

procedure_code as (select * from run.procedure_code),

parameter as (select * from run.parameter),

excluded_place as (
    select place_of_service
    from run.place_of_service
    where list = 'excluded'
),

line as (
    select
        claim_line.member_id,
        coalesce(covering.provider_id, claim_line.provider_id) as provider_id,
        claim_line.service_date,
        claim_line.procedure_code,
        claim_line.place_of_service,
        claim_line.is_emergency_place
    from claim_line
    inner join parameter
        on claim_line.service_date > parameter.evidence_start
        and claim_line.service_date <= parameter.as_of
    left join covering
        on claim_line.member_id = covering.member_id
        and claim_line.provider_id = covering.rendered_by
        and claim_line.service_date = covering.service_date
),

service as (
    select
        line.member_id,
        line.provider_id,
        line.service_date,
        procedure_code.code_set
    from line
    inner join procedure_code
        on line.procedure_code = procedure_code.procedure_code
        and year(line.service_date) = procedure_code.service_year
    left join excluded_place on line.place_of_service = excluded_place.place_of_service
    where
        procedure_code.code_set <> 'primary_care'
        or excluded_place.place_of_service is null
    union all
    select
        member_id,
        provider_id,
        service_date,
        'emergency' as code_set
    from line
    where is_emergency_place
),

final as (
    select
        member_id,
        coalesce(provider_id, '') as provider_id,
        service_date,
        code_set
    from service
    group by member_id, coalesce(provider_id, ''), service_date, code_set
)

select * from final
