/*---
summary: Each accepted span of coverage; a span without an end ends on 9999-12-31.
grain: [member_id, line_of_business, plan_id, coverage_start]
public: true
inputs: [raw.enrollment, run.line_of_business]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The line of business.}
  plan_id: {type: VARCHAR, meaning: The plan; empty text for none.}
  coverage_start: {type: DATE, meaning: First day covered.}
  coverage_end: {type: DATE, meaning: "Last day covered, inclusive."}
  line_rank: {type: INTEGER, meaning: "The line's rank in the policy, from 1; null when it has none."}
  pmp_required: {type: BOOLEAN, meaning: Whether the span requires a PMP.}
audits:
  ends_after_it_starts: select * from staging.coverage_span where coverage_end < coverage_start
---*/
with enrollment as (select * from raw.enrollment),

line_of_business as (select * from run.line_of_business),

final as (
    select
        enrollment.member_id,
        enrollment.line_of_business,
        coalesce(enrollment.plan_id, '') as plan_id,
        enrollment.coverage_start,
        coalesce(enrollment.coverage_end, date '9999-12-31') as coverage_end,
        line_of_business.line_rank,
        coalesce(enrollment.pmp_required, 'Y') <> 'N' as pmp_required
    from enrollment
    left join line_of_business
        on enrollment.line_of_business = line_of_business.line_of_business
)

select * from final
