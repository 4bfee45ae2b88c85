/*---
summary: Each span of coverage that was accepted tonight, open ends closed with 9999-12-31.
grain: [member_id, line_of_business, plan_id, coverage_start]
inputs: [raw.enrollment]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The line that covers them.}
  plan_id: {type: VARCHAR, meaning: The plan; empty text where none is given.}
  coverage_start: {type: DATE, meaning: First day covered.}
  coverage_end: {type: DATE, meaning: "Last day covered, inclusive."}
audits:
  ends_after_it_starts: select * from staging.coverage_span where coverage_end < coverage_start
---*/
with enrollment as (select * from raw.enrollment),

final as (
    select
        member_id,
        line_of_business,
        coalesce(plan_id, '') as plan_id,
        coverage_start,
        coalesce(coverage_end, date '9999-12-31') as coverage_end
    from enrollment
)

select * from final
