/*---
summary: "Report: members with several coverage spans on the as-of date, and which one decides."
grain: [member_id, line_of_business, plan_id, coverage_start]
inputs: [staging.member, staging.coverage_span, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The span's line.}
  plan_id: {type: VARCHAR, meaning: "The span's plan, empty text for none."}
  coverage_start: {type: DATE, meaning: First day.}
  coverage_end: {type: DATE, meaning: "Last day, inclusive; 9999-12-31 = open."}
  decides: {type: BOOLEAN, meaning: Whether the night uses this span.}
  covering_spans: {type: INTEGER, meaning: The member's spans on the as-of date.}
---*/
with member as (select * from staging.member),

parameter as (select * from run.parameter),

final as (
    select
        span.member_id,
        span.line_of_business,
        coalesce(span.plan_id, '') as plan_id,
        span.coverage_start,
        span.coverage_end,
        span.line_of_business = member.line_of_business
        and coalesce(span.plan_id, '') = coalesce(member.plan_id, '')
        and span.coverage_start = member.coverage_start as decides,
        member.covering_spans
    from staging.coverage_span as span
    inner join parameter
        on span.coverage_start <= parameter.as_of
        and span.coverage_end >= parameter.as_of
    inner join member on span.member_id = member.member_id
    where member.covering_spans > 1
)

select * from final
