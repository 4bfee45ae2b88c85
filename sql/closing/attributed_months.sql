/*---
summary: >-
  Of each attributed member, the months of the year that closes count: all, those with the provider
  of the anchor date, and those with that provider's practice.
grain: [member_id]
inputs: [closing.year, closing.member_month, closing.listed_attribution, closing.listed_panel]
columns:
  member_id: {type: VARCHAR, meaning: An attributed member with a closed month in the year.}
  months_closed: {type: INTEGER, meaning: Months that closes count.}
  months_with_provider: {type: INTEGER, meaning: Months attributed to the provider.}
  months_with_practice: {type: INTEGER, meaning: Months attributed to the practice.}
---*/
with this_year as (select * from closing.year),

member_month as (select * from closing.member_month),

attribution as (select * from closing.listed_attribution),

panel as (select * from closing.listed_panel),

final as (
    select
        attribution.member_id,
        cast(count(*) as integer) as months_closed,
        cast(count(
            case when member_month.attributed_provider_id = attribution.provider_id then 1 end
        ) as integer) as months_with_provider,
        cast(count(
            case when member_month.practice_id = panel.practice_id then 1 end
        ) as integer) as months_with_practice
    from attribution
    inner join panel on attribution.provider_id = panel.provider_id
    inner join member_month on attribution.member_id = member_month.member_id
    inner join this_year on substr(member_month.month, 1, 4) = this_year.year
    group by attribution.member_id
)

select * from final
