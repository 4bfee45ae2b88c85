/*---
summary: >-
  Panels that accept members from the plan, regardless of room: they pass every test of their own
  roster row and have a place.
grain: [provider_id]
inputs: [staging.panel, assignment.roster_test]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  latitude: {type: DOUBLE, meaning: Degrees north.}
  longitude: {type: DOUBLE, meaning: Degrees east.}
  serves_min_age: {type: INTEGER, meaning: "Youngest age, inclusive; null = no limit."}
  serves_max_age: {type: INTEGER, meaning: "Oldest age, inclusive; null = no limit."}
  serves_gender: {type: VARCHAR, meaning: "F or M; null = anyone."}
  service_radius_miles: {type: DOUBLE, meaning: "Covers places within it; null = no radius."}
  has_service_zips: {type: BOOLEAN, meaning: Covers the ZIPs in staging.panel_service_zip.}
---*/
with panel as (select * from staging.panel),

roster_test as (select * from assignment.roster_test),

failed as (
    select provider_id
    from roster_test
    where not passes
    group by provider_id
),

final as (
    select
        panel.provider_id,
        panel.latitude,
        panel.longitude,
        panel.serves_min_age,
        panel.serves_max_age,
        panel.serves_gender,
        panel.service_radius_miles,
        panel.has_service_zips
    from panel
    left join failed on panel.provider_id = failed.provider_id
    where
        failed.provider_id is null
        and panel.latitude is not null
        and panel.longitude is not null
)

select * from final
