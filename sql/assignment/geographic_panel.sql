/*---
summary: >-
  Panels that the geographic step may give: PMPs of any line on the roster, licensed in their own
  state, open, with a place, and not about to leave.
  Full ones are among them, so that "nobody in reach" and "no room in reach" can be told apart.
grain: [provider_id]
inputs: [staging.panel, staging.eligible_pmp, assignment.room, assignment.leaving_panel]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  latitude: {type: DOUBLE, meaning: Degrees north.}
  longitude: {type: DOUBLE, meaning: Degrees east.}
  serves_min_age: {type: INTEGER, meaning: "Youngest age, inclusive; null = no limit."}
  serves_max_age: {type: INTEGER, meaning: "Oldest age, inclusive; null = no limit."}
  serves_gender: {type: VARCHAR, meaning: "F or M; null = anyone."}
  service_radius_miles: {type: DOUBLE, meaning: "Covers places within it; null = no radius."}
  has_service_zips: {type: BOOLEAN, meaning: Covers the ZIPs in staging.panel_service_zip.}
  room: {type: INTEGER, meaning: "Seats left; null = no limit, 0 = none."}
---*/
with panel as (select * from staging.panel),

room as (select * from assignment.room),

pmp as (
    select provider_id
    from staging.eligible_pmp
    group by provider_id
),

leaving_panel as (select * from assignment.leaving_panel),

final as (
    select
        panel.provider_id,
        panel.latitude,
        panel.longitude,
        panel.serves_min_age,
        panel.serves_max_age,
        panel.serves_gender,
        panel.service_radius_miles,
        panel.has_service_zips,
        room.room
    from panel
    inner join pmp on panel.provider_id = pmp.provider_id
    inner join room on panel.provider_id = room.provider_id
    left join leaving_panel on panel.provider_id = leaving_panel.provider_id
    where
        panel.may_be_given
        and panel.panel_status = 'open'
        and leaving_panel.provider_id is null
        and not coalesce(panel.licence_lost, false)
        and panel.latitude is not null
        and panel.longitude is not null
)

select * from final
