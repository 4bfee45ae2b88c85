/*---
summary: >-
  Panels that the geographic step may give: those that accept members and are not about to leave.
  Full ones are included, to distinguish no PMP within reach from no room within reach.
grain: [provider_id]
inputs: [assignment.accepting_panel, assignment.room, assignment.leaving_panel]
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
with accepting_panel as (select * from assignment.accepting_panel),

room as (select * from assignment.room),

leaving_panel as (select * from assignment.leaving_panel),

final as (
    select
        accepting_panel.provider_id,
        accepting_panel.latitude,
        accepting_panel.longitude,
        accepting_panel.serves_min_age,
        accepting_panel.serves_max_age,
        accepting_panel.serves_gender,
        accepting_panel.service_radius_miles,
        accepting_panel.has_service_zips,
        room.room
    from accepting_panel
    inner join room on accepting_panel.provider_id = room.provider_id
    left join leaving_panel on accepting_panel.provider_id = leaving_panel.provider_id
    where leaving_panel.provider_id is null
)

select * from final
