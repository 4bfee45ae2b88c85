/*---
summary: >-
  The tests of each nearest pair that depend on where the two are and on how many seats the panel
  has left.
grain: [member_id, provider_id, test]
inputs:
  - assignment.nearest_pair
  - assignment.room
  - assignment.leaving_panel
  - assignment.assigned_provider
  - staging.member
  - staging.panel
  - staging.panel_licence
  - staging.panel_service_zip
  - run.panel_test
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  test: {type: VARCHAR, meaning: The test (run.panel_test).}
  test_rank: {type: INTEGER, meaning: Its position in the test order.}
  level: {type: VARCHAR, meaning: What a failure rules out.}
  passes: {type: BOOLEAN, meaning: Whether it passes.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit for it.}
---*/
with nearest_pair as (select * from assignment.nearest_pair),

room as (select * from assignment.room),

leaving_panel as (select * from assignment.leaving_panel),

assigned_provider as (select * from assignment.assigned_provider),

member as (select * from staging.member),

panel as (select * from staging.panel),

panel_licence as (select * from staging.panel_licence),

panel_service_zip as (select * from staging.panel_service_zip),

declared as (select * from run.panel_test),

parameter as (select * from run.parameter),

-- The seats that the geographic step gave to other members.
given as (
    select
        nearest_pair.member_id,
        nearest_pair.provider_id,
        count(*) as members
    from nearest_pair
    inner join assigned_provider on nearest_pair.provider_id = assigned_provider.provider_id
    where
        assigned_provider.basis = 'geographic'
        and assigned_provider.member_id <> nearest_pair.member_id
    group by nearest_pair.member_id, nearest_pair.provider_id
),

compared as (
    select
        nearest_pair.member_id,
        nearest_pair.provider_id,
        nearest_pair.distance_miles,
        member.state,
        member.zip,
        member.latitude is not null and member.longitude is not null as is_member_located,
        panel.service_radius_miles,
        panel.has_service_zips,
        panel.panel_capacity,
        panel_licence.provider_id is not null as is_licensed,
        panel_service_zip.provider_id is not null as covers_zip,
        parameter.max_distance_miles,
        -- A panel that is about to leave takes no one new.
        case
            when leaving_panel.provider_id is not null then 0
            else room.room - coalesce(given.members, 0)
        end as seats
    from nearest_pair
    cross join parameter
    inner join member on nearest_pair.member_id = member.member_id
    left join panel on nearest_pair.provider_id = panel.provider_id
    left join room on nearest_pair.provider_id = room.provider_id
    left join leaving_panel on nearest_pair.provider_id = leaving_panel.provider_id
    left join given
        on nearest_pair.member_id = given.member_id
        and nearest_pair.provider_id = given.provider_id
    left join panel_licence
        on nearest_pair.provider_id = panel_licence.provider_id
        and member.state = panel_licence.state
    left join panel_service_zip
        on nearest_pair.provider_id = panel_service_zip.provider_id
        and member.zip = panel_service_zip.zip
),

final as (
    select
        compared.member_id,
        compared.provider_id,
        declared.test,
        declared.test_rank,
        declared.level,
        coalesce(
            case declared.test
                when 'not_licensed' then compared.is_licensed
                when 'not_locatable' then compared.distance_miles is not null
                when 'outside_service_area'
                    then case
                        when compared.covers_zip then true
                        when compared.service_radius_miles is not null
                            then compared.distance_miles <= compared.service_radius_miles
                        else not compared.has_service_zips
                    end
                when 'too_far' then compared.distance_miles <= compared.max_distance_miles
                when 'no_room' then compared.seats > 0
            end,
            true
        ) as passes,
        case declared.test
            when 'not_licensed' then compared.state
            when 'not_locatable'
                then case
                    when compared.distance_miles is not null then null
                    when compared.is_member_located then 'panel'
                    else 'member'
                end
            when 'outside_service_area'
                then case
                    when compared.service_radius_miles is null then compared.zip
                    else cast(compared.distance_miles as varchar)
                end
            when 'too_far' then cast(compared.distance_miles as varchar)
            when 'no_room' then cast(compared.seats as varchar)
        end as found,
        case declared.test
            when 'outside_service_area' then cast(compared.service_radius_miles as varchar)
            when 'too_far' then cast(compared.max_distance_miles as varchar)
            when 'no_room' then cast(compared.panel_capacity as varchar)
        end as limit_value
    from compared
    cross join declared
    where declared.facts = 'place'
)

select * from final
