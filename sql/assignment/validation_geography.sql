/*---
summary: >-
  Validation geography: the panel covers the place by its ZIPs or its radius; either
  suffices. A panel with neither covers every place, as in the geographic step.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - assignment.proposed_start
  - assignment.start_place
  - assignment.start_distance
  - staging.panel
  - staging.panel_service_zip
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "`geography`."}
  reason: {type: VARCHAR, meaning: "`outside_service_area`; null where it passes."}
  found: {type: VARCHAR, meaning: "The distance in miles where the panel has a radius, else the ZIP."}
  limit_value: {type: VARCHAR, meaning: The radius; null where the panel has none.}
---*/
with proposed_start as (select * from assignment.proposed_start),

start_place as (select * from assignment.start_place),

start_distance as (select * from assignment.start_distance),

panel as (select * from staging.panel),

panel_service_zip as (select * from staging.panel_service_zip),

compared as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        start_place.zip,
        panel.service_radius_miles,
        start_distance.distance_miles,
        (panel.service_radius_miles is null and not coalesce(panel.has_service_zips, false))
        or coalesce(start_distance.distance_miles <= panel.service_radius_miles, false)
        or panel_service_zip.provider_id is not null as is_covered
    from proposed_start
    inner join start_place
        on proposed_start.part_type = start_place.part_type
        and proposed_start.part_id = start_place.part_id
    left join panel on proposed_start.provider_id = panel.provider_id
    left join start_distance
        on proposed_start.part_type = start_distance.part_type
        and proposed_start.part_id = start_distance.part_id
        and proposed_start.provider_id = start_distance.provider_id
    left join panel_service_zip
        on proposed_start.provider_id = panel_service_zip.provider_id
        and start_place.zip = panel_service_zip.zip
),

final as (
    select
        request_id,
        part_type,
        part_id,
        provider_id,
        'geography' as validation,
        case when not is_covered then 'outside_service_area' end as reason,
        case when service_radius_miles is null then zip else cast(distance_miles as varchar) end
            as found,
        cast(service_radius_miles as varchar) as limit_value
    from compared
)

select * from final
