/*---
summary: >-
  Qualifying visits: the days on which an eligible member had a final line for primary care, by the
  code list of its year, in a place that counts, within the window, with an eligible PMP for their
  line of business, in a month of which some coverage of theirs has a day. A visit to the provider
  who acted for the PMP counts for the PMP.
grain: [member_id, provider_id, service_date]
public: true
inputs:
  - evidence.claim_line
  - evidence.covering_visit
  - staging.member
  - staging.eligible_pmp
  - staging.coverage_span
  - run.procedure_code
  - run.place_of_service
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The PMP for whom it counts.}
  service_date: {type: DATE, meaning: The day; one visit however many lines.}
  visit_class: {type: VARCHAR, meaning: primary_care.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Allowed on its lines; nothing where none is given.}
  line_count: {type: BIGINT, meaning: How many lines.}
  rendered_by: {type: VARCHAR, meaning: The provider who covered for the PMP that day and whom the member saw in their place; null where it was the PMP.}
audits:
  only_eligible_members: >-
    select visit.member_id from evidence.visit
    left join staging.member on visit.member_id = member.member_id
    where not coalesce(member.eligible, false)
---*/
with claim_line as (select * from evidence.claim_line),

covering as (select * from evidence.covering_visit),

member as (select * from staging.member),

eligible_pmp as (select * from staging.eligible_pmp),

coverage_span as (select * from staging.coverage_span),

parameter as (select * from run.parameter),

primary_care_code as (
    select
        procedure_code,
        service_year
    from run.procedure_code
    where code_set = 'primary_care'
),

excluded_place as (
    select place_of_service
    from run.place_of_service
    where list = 'excluded'
),

line as (
    select
        claim_line.member_id,
        eligible_pmp.provider_id,
        covering.rendered_by,
        claim_line.service_date,
        cast(date_trunc('month', claim_line.service_date) as date) as service_month,
        coalesce(claim_line.allowed_amount, 0) as allowed_amount,
        claim_line.service_date >= member.coverage_start
        and claim_line.service_date <= member.coverage_end as is_covered_by_chosen_span
    from claim_line
    inner join parameter
        on claim_line.service_date > parameter.visit_window_start
        and claim_line.service_date <= parameter.as_of
    inner join primary_care_code
        on claim_line.procedure_code = primary_care_code.procedure_code
        and year(claim_line.service_date) = primary_care_code.service_year
    inner join member on claim_line.member_id = member.member_id
    left join covering
        on claim_line.member_id = covering.member_id
        and claim_line.provider_id = covering.rendered_by
        and claim_line.service_date = covering.service_date
    inner join eligible_pmp
        on coalesce(covering.provider_id, claim_line.provider_id) = eligible_pmp.provider_id
        and member.line_of_business = eligible_pmp.line_of_business
    left join excluded_place
        on claim_line.place_of_service = excluded_place.place_of_service
    where
        claim_line.is_final
        and member.eligible
        and excluded_place.place_of_service is null
),

-- Most visits lie within the span that speaks for the member; only the others are looked up.
month_of_service as (
    select
        member_id,
        service_month
    from line
    where not is_covered_by_chosen_span
    group by member_id, service_month
),

covered_month as (
    select
        month_of_service.member_id,
        month_of_service.service_month
    from month_of_service
    inner join coverage_span
        on month_of_service.member_id = coverage_span.member_id
        and month_of_service.service_month
            >= cast(date_trunc('month', coverage_span.coverage_start) as date)
        and month_of_service.service_month <= coverage_span.coverage_end
    group by month_of_service.member_id, month_of_service.service_month
),

final as (
    select
        line.member_id,
        line.provider_id,
        line.service_date,
        'primary_care' as visit_class,
        cast(sum(line.allowed_amount) as decimal(18, 2)) as allowed_amount,
        count(*) as line_count,
        case when count(line.rendered_by) = count(*) then max(line.rendered_by) end as rendered_by
    from line
    left join covered_month
        on line.member_id = covered_month.member_id
        and line.service_month = covered_month.service_month
    where
        line.is_covered_by_chosen_span
        or covered_month.member_id is not null
    group by line.member_id, line.provider_id, line.service_date
)

select * from final
