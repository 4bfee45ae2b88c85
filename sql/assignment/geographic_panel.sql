/*---
summary: >-
  Panels that the geographic step may give: PMPs of any line on the roster, licensed in their own
  state, open, with a place, and not about to leave: whoever a move takes all members from because
  the provider leaves is given nobody new, from the approval on.
  Full ones are among them, so that "nobody in reach" and "no room in reach" can be told apart.
grain: [provider_id]
inputs: [staging.panel, staging.eligible_pmp, assignment.room, book.bulk_move, run.parameter]
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

leaving as (
    select bulk_move.source_provider_id as provider_id
    from book.bulk_move as bulk_move
    cross join run.parameter as parameter
    where
        bulk_move.reason = 'provider_leaving'
        and bulk_move.scope = 'all'
        and bulk_move.source_provider_id is not null
        and bulk_move.approved_on <= parameter.as_of
        and bulk_move.to_date >= parameter.as_of
    group by bulk_move.source_provider_id
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
        panel.has_service_zips,
        room.room
    from panel
    inner join pmp on panel.provider_id = pmp.provider_id
    inner join room on panel.provider_id = room.provider_id
    left join leaving on panel.provider_id = leaving.provider_id
    where
        panel.may_be_given
        and panel.panel_status = 'open'
        and leaving.provider_id is null
        and not coalesce(panel.licence_lost, false)
        and panel.latitude is not null
        and panel.longitude is not null
)

select * from final
