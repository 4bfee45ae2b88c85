/*---
summary: >-
  Members' own choices of a PMP, one row per member, provider and day; the last delivery of a choice
  counts.
grain: [member_id, provider_id, selected_on]
public: true
inputs: [raw.self_selections]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider chosen.}
  selected_on: {type: DATE, meaning: When they chose.}
  effective_date: {type: DATE, meaning: First day in force; null for selected_on.}
  end_date: {type: DATE, meaning: "Last day in force, inclusive; null when open."}
  channel: {type: VARCHAR, meaning: How the choice was received.}
---*/
with self_selections as (select * from raw.self_selections),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id, provider_id, selected_on
            order by file_rank desc nulls last, record desc nulls last
        ) as delivery
    from self_selections
),

final as (
    select
        member_id,
        provider_id,
        selected_on,
        effective_date,
        end_date,
        channel
    from ranked
    where delivery = 1
)

select * from final
