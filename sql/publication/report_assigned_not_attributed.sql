/*---
summary: "Report: members assigned to one PMP and attributed to another, with the evidence."
grain: [member_id]
inputs:
  - reconciliation.difference
  - attribution.attributed_provider
  - evidence.visit_summary
  - staging.panel
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  assigned_provider_id: {type: VARCHAR, meaning: The assigned PMP.}
  assigned_provider_name: {type: VARCHAR, meaning: Their name.}
  assigned_basis: {type: VARCHAR, meaning: The step that assigned.}
  assigned_visits: {type: BIGINT, meaning: Qualifying visits to the assigned PMP.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP.}
  attributed_provider_name: {type: VARCHAR, meaning: Their name.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed.}
  attributed_visits: {type: BIGINT, meaning: Qualifying visits to the attributed PMP.}
  last_visit_date: {type: DATE, meaning: The date of the last of them.}
  same_practice: {type: BOOLEAN, meaning: Whether both belong to one practice.}
  assigned_distance_miles: {type: DOUBLE, meaning: Miles to the assigned PMP.}
  attributed_distance_miles: {type: DOUBLE, meaning: Miles to the attributed PMP.}
  first_seen: {type: DATE, meaning: The first night with this difference.}
  nights_open: {type: INTEGER, meaning: "Nights in a row, tonight included."}
---*/
with difference as (select * from reconciliation.difference),

attributed as (select * from attribution.attributed_provider),

visit_summary as (select * from evidence.visit_summary),

panel as (select * from staging.panel),

final as (
    select
        difference.member_id,
        difference.from_provider_id as assigned_provider_id,
        assigned_panel.provider_name as assigned_provider_name,
        difference.from_basis as assigned_basis,
        coalesce(visit_summary.visits, 0) as assigned_visits,
        difference.to_provider_id as attributed_provider_id,
        attributed_panel.provider_name as attributed_provider_name,
        difference.to_basis as attribution_type,
        attributed.visits as attributed_visits,
        attributed.last_visit_date,
        difference.same_practice,
        difference.from_distance_miles as assigned_distance_miles,
        difference.to_distance_miles as attributed_distance_miles,
        difference.first_seen,
        difference.nights_open
    from difference
    left join attributed on difference.member_id = attributed.member_id
    left join visit_summary
        on difference.member_id = visit_summary.member_id
        and difference.from_provider_id = visit_summary.provider_id
    left join panel as assigned_panel on difference.from_provider_id = assigned_panel.provider_id
    left join panel as attributed_panel on difference.to_provider_id = attributed_panel.provider_id
    where
        difference.kind = 'alignment'
        and difference.change_type = 'different'
        and difference.from_provider_id is not null
)

select * from final
