/*---
summary: >-
  The member-months of the closing month and of those within reach as they would be closed today.
  Attribution is that of the month's run; by `assignment`, it follows the PMP of the fixed day.
grain: [month, member_id]
inputs:
  - closing.counted_member
  - closing.listed_attribution
  - closing.listed_panel
  - closing.known_panel
columns:
  month: {type: VARCHAR, meaning: "As 2026-06."}
  fixed_day: {type: DATE, meaning: The day of it on which membership counts.}
  scope: {type: VARCHAR, meaning: Of the month in closing.month.}
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: Of the span that counts.}
  assigned_provider_id: {type: VARCHAR, meaning: The PMP on the fixed day; null = none.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  attribution_type: {type: VARCHAR, meaning: How they are attributed; null = not at all.}
  practice_id: {type: VARCHAR, meaning: "The attributed PMP's practice in the month's run, else in the newest one."}
  practice_tin: {type: VARCHAR, meaning: Its tax number.}
---*/
with counted as (select * from closing.counted_member),

attribution as (select * from closing.listed_attribution),

listed_panel as (select * from closing.listed_panel),

known_panel as (select * from closing.known_panel),

judged as (
    select
        counted.*,
        attribution.provider_id as listed_provider_id,
        attribution.attribution_type as listed_type,
        coalesce(attribution.attribution_type <> 'assignment', false) as is_listed
    from counted
    left join attribution
        on counted.month = attribution.month
        and counted.member_id = attribution.member_id
    where counted.scope <> 'beyond_reach'
),

attributed as (
    select
        judged.*,
        case when is_listed then listed_provider_id else assigned_provider_id end
            as attributed_provider_id,
        case
            when is_listed then listed_type
            when assigned_provider_id is not null then 'assignment'
        end as attribution_type
    from judged
),

final as (
    select
        attributed.month,
        attributed.fixed_day,
        attributed.scope,
        attributed.member_id,
        attributed.line_of_business,
        attributed.assigned_provider_id,
        attributed.attributed_provider_id,
        attributed.attribution_type,
        case
            when listed_panel.provider_id is null then known_panel.practice_id
            else listed_panel.practice_id
        end as practice_id,
        case
            when listed_panel.provider_id is null then known_panel.practice_tin
            else listed_panel.practice_tin
        end as practice_tin
    from attributed
    left join listed_panel
        on attributed.month = listed_panel.month
        and attributed.attributed_provider_id = listed_panel.provider_id
    left join known_panel on attributed.attributed_provider_id = known_panel.provider_id
)

select * from final
