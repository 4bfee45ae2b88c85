/*---
summary: >-
  Members that a provider has dismissed as of the as-of date and must not be assigned.
grain: [member_id, provider_id]
public: true
inputs: [book.dismissal, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider who dismissed them.}
  dismissed_on: {type: DATE, meaning: The first day of the dismissal.}
---*/
with dismissal as (select * from book.dismissal),

parameter as (select * from run.parameter),

final as (
    select
        dismissal.member_id,
        dismissal.provider_id,
        min(dismissal.from_date) as dismissed_on
    from dismissal
    inner join parameter
        on dismissal.from_date <= parameter.as_of
        and dismissal.to_date >= parameter.as_of
    group by dismissal.member_id, dismissal.provider_id
)

select * from final
