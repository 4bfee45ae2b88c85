/*---
summary: >-
  Everyone attributed on the anchor date, with the months of the year that closes count for their
  provider and practice, and whether they were continuously enrolled.
grain: [member_id]
inputs:
  - closing.year
  - closing.year_enrollment
  - closing.attributed_months
  - closing.listed_attribution
  - closing.listed_member
  - closing.listed_panel
columns:
  year: {type: VARCHAR, meaning: "As 2026."}
  anchor_date: {type: DATE, meaning: The day whose attribution counts.}
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: Of the span that the anchor date's run chose.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP.}
  attribution_type: {type: VARCHAR, meaning: "`claims`, `self_selection` or `assignment`."}
  practice_id: {type: VARCHAR, meaning: The PMP's practice.}
  practice_tin: {type: VARCHAR, meaning: Its tax number.}
  months_closed: {type: INTEGER, meaning: Months of the year that closes count.}
  months_with_provider: {type: INTEGER, meaning: "Of these, attributed to the PMP."}
  months_with_practice: {type: INTEGER, meaning: "Of these, attributed to the practice."}
  gaps: {type: INTEGER, meaning: Runs of days of the year without coverage.}
  longest_gap_days: {type: INTEGER, meaning: Days of the longest one.}
  is_enrolled_at_anchor: {type: BOOLEAN, meaning: Whether a span covers the anchor date.}
  is_continuously_enrolled:
    type: BOOLEAN
    meaning: Enrolled at the anchor date, with no more and no longer gaps than the policy allows.
---*/
with this_year as (select * from closing.year),

enrollment as (select * from closing.year_enrollment),

months as (select * from closing.attributed_months),

attribution as (select * from closing.listed_attribution),

member as (select * from closing.listed_member),

panel as (select * from closing.listed_panel),

final as (
    select
        this_year.year,
        this_year.anchor_date,
        attribution.member_id,
        member.line_of_business,
        attribution.provider_id,
        attribution.attribution_type,
        panel.practice_id,
        panel.practice_tin,
        coalesce(months.months_closed, 0) as months_closed,
        coalesce(months.months_with_provider, 0) as months_with_provider,
        coalesce(months.months_with_practice, 0) as months_with_practice,
        coalesce(enrollment.gaps, 1) as gaps,
        coalesce(enrollment.longest_gap_days, this_year.days) as longest_gap_days,
        coalesce(enrollment.is_enrolled_at_anchor, false) as is_enrolled_at_anchor,
        coalesce(
            enrollment.is_enrolled_at_anchor
            and enrollment.gaps <= this_year.max_gaps
            and enrollment.longest_gap_days <= this_year.max_gap_days,
            false
        ) as is_continuously_enrolled
    from attribution
    cross join this_year
    inner join member on attribution.member_id = member.member_id
    inner join panel on attribution.provider_id = panel.provider_id
    left join months on attribution.member_id = months.member_id
    left join enrollment on attribution.member_id = enrollment.member_id
    where attribution.provider_id is not null
)

select * from final
