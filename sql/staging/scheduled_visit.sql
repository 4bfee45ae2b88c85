/*---
summary: Scheduled visits, as delivered.
grain: [visit_id]
public: true
inputs: [raw.scheduled_visits]
columns:
  visit_id: {type: VARCHAR, meaning: The visit.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  scheduled_at: {type: DATE, meaning: The day.}
---*/
with scheduled_visits as (select * from raw.scheduled_visits),

final as (
    select
        visit_id,
        member_id,
        provider_id,
        scheduled_at
    from scheduled_visits
)

select * from final
