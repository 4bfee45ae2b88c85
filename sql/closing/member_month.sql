/*---
summary: The member-months that all closes so far add up to, without what was taken back.
grain: [month, member_id]
inputs: [closing.written_entry]
columns:
  month: {type: VARCHAR, meaning: "As 2026-06."}
  fixed_day: {type: DATE, meaning: The day of it on which membership counts.}
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: Of the span that covers the day.}
  assigned_provider_id: {type: VARCHAR, meaning: The PMP on the day; null = none.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  attribution_type: {type: VARCHAR, meaning: How they are attributed.}
  practice_id: {type: VARCHAR, meaning: The attributed PMP's practice.}
  practice_tin: {type: VARCHAR, meaning: Its tax number.}
---*/
with entry as (select * from closing.written_entry),

final as (
    select
        month,
        fixed_day,
        member_id,
        line_of_business,
        assigned_provider_id,
        attributed_provider_id,
        attribution_type,
        practice_id,
        practice_tin
    from entry
    group by
        month,
        fixed_day,
        member_id,
        line_of_business,
        assigned_provider_id,
        attributed_provider_id,
        attribution_type,
        practice_id,
        practice_tin
    having sum(units) > 0
)

select * from final
