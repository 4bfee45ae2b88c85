/*---
summary: How often and when an eligible member visited each PMP, which attribution by claims compares.
grain: [member_id, provider_id]
inputs: [evidence.visit]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The PMP.}
  visits: {type: BIGINT, meaning: Distinct days of service.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Allowed on all of them.}
  first_visit_date: {type: DATE, meaning: The first in the window.}
  last_visit_date: {type: DATE, meaning: The last in the window.}
---*/
with visit as (select * from evidence.visit),

final as (
    select
        member_id,
        provider_id,
        count(*) as visits,
        cast(sum(allowed_amount) as decimal(18, 2)) as allowed_amount,
        min(service_date) as first_visit_date,
        max(service_date) as last_visit_date
    from visit
    group by member_id, provider_id
)

select * from final
