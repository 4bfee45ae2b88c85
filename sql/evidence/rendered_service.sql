/*---
summary: >-
  The services that a member had from a panel on a day, paid or denied. Gaps read this, because a
  rendered service closes a gap whether or not it was paid. A service by the provider who acted for
  the PMP counts for the PMP, as a visit does.
grain: [member_id, provider_id, service_date]
inputs: [evidence.claim_line, evidence.covering_visit]
columns:
  member_id: {type: VARCHAR, meaning: "The member, enrolled tonight or not."}
  provider_id: {type: VARCHAR, meaning: The panel; empty text when unknown.}
  service_date: {type: DATE, meaning: The day.}
  is_primary_care: {type: BOOLEAN, meaning: Whether there was primary care at a place of service that counts.}
  is_well_child: {type: BOOLEAN, meaning: Whether there was a child's well visit.}
  is_well_adult: {type: BOOLEAN, meaning: Whether there was an adult's well visit.}
  is_emergency: {type: BOOLEAN, meaning: Whether it was an emergency visit.}
  visit_lines: {type: BIGINT, meaning: "Final lines of primary care, which make the day a visit."}
  visit_amount: {type: "DECIMAL(18,2)", meaning: Allowed on these lines; 0 where no amount is given.}
  rendered_by: {type: VARCHAR, meaning: The provider who acted for the panel and rendered all of these; null where the panel rendered at least one.}
---*/
with claim_line as (select * from evidence.claim_line),

covering as (select * from evidence.covering_visit),

line as (
    select
        claim_line.member_id,
        coalesce(covering.provider_id, claim_line.provider_id, '') as provider_id,
        claim_line.service_date,
        claim_line.is_primary_care,
        claim_line.is_well_child,
        claim_line.is_well_adult,
        claim_line.is_emergency,
        claim_line.is_primary_care and claim_line.is_final as is_visit,
        claim_line.allowed_amount,
        covering.rendered_by
    from claim_line
    left join covering
        on claim_line.member_id = covering.member_id
        and claim_line.provider_id = covering.rendered_by
        and claim_line.service_date = covering.service_date
),

final as (
    select
        member_id,
        provider_id,
        service_date,
        max(is_primary_care) as is_primary_care,
        max(is_well_child) as is_well_child,
        max(is_well_adult) as is_well_adult,
        max(is_emergency) as is_emergency,
        count(case when is_visit then 1 end) as visit_lines,
        cast(coalesce(sum(case when is_visit then allowed_amount end), 0) as decimal(18, 2))
            as visit_amount,
        case
            when count(case when is_visit and rendered_by is null then 1 end) = 0
                then max(case when is_visit then rendered_by end)
        end as rendered_by
    from line
    group by member_id, provider_id, service_date
)

select * from final
