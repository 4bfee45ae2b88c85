/*---
summary: >-
  Qualifying visits: the days on which an eligible member had a final line for primary care, by the
  code list of its year, at a place of service that counts, within the window, with an eligible PMP
  for their line of business, in a month in which any coverage of theirs includes a day. A visit to
  the provider who acted for the PMP counts for the PMP.
grain: [member_id, provider_id, service_date]
public: true
inputs:
  - evidence.rendered_service
  - staging.member
  - staging.eligible_pmp
  - staging.coverage_span
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The PMP that it counts for.}
  service_date: {type: DATE, meaning: "The day; one visit, however many lines."}
  visit_class: {type: VARCHAR, meaning: Always primary_care.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Allowed on its lines; 0 where no amount is given.}
  line_count: {type: BIGINT, meaning: Number of lines.}
  rendered_by: {type: VARCHAR, meaning: The provider who covered for the PMP that day and saw the member; null where it was the PMP.}
audits:
  only_eligible_members: >-
    select visit.member_id from evidence.visit
    left join staging.member on visit.member_id = member.member_id
    where not coalesce(member.eligible, false)
---*/
with service as (select * from evidence.rendered_service),

member as (select * from staging.member),

eligible_pmp as (select * from staging.eligible_pmp),

coverage_span as (select * from staging.coverage_span),

parameter as (select * from run.parameter),

day as (
    select
        service.member_id,
        service.provider_id,
        service.service_date,
        cast(date_trunc('month', service.service_date) as date) as service_month,
        service.visit_amount,
        service.visit_lines,
        service.rendered_by,
        service.service_date >= member.coverage_start
        and service.service_date <= member.coverage_end as is_covered_by_chosen_span
    from service
    inner join parameter
        on service.service_date > parameter.visit_window_start
        and service.service_date <= parameter.as_of
    inner join member on service.member_id = member.member_id
    inner join eligible_pmp
        on service.provider_id = eligible_pmp.provider_id
        and member.line_of_business = eligible_pmp.line_of_business
    where
        service.visit_lines > 0
        and member.eligible
),

-- Most visits are within the member's chosen span; only the others need the other spans.
month_of_service as (
    select
        member_id,
        service_month
    from day
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
        day.member_id,
        day.provider_id,
        day.service_date,
        'primary_care' as visit_class,
        day.visit_amount as allowed_amount,
        day.visit_lines as line_count,
        day.rendered_by
    from day
    left join covered_month
        on day.member_id = covered_month.member_id
        and day.service_month = covered_month.service_month
    where
        day.is_covered_by_chosen_span
        or covered_month.member_id is not null
)

select * from final
