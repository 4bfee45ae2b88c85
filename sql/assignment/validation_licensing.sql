/*---
summary: >-
  Validation licensing: the panel is licensed in the state of the member, of the facility or of the
  absent provider's practice, and still in the state of its own practice.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - assignment.proposed_start
  - assignment.start_place
  - staging.panel
  - staging.panel_licence
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "`licensing`."}
  reason: {type: VARCHAR, meaning: "`licence_lost` (in its own state) or `not_licensed`; null where it passes."}
  found: {type: VARCHAR, meaning: The state in which a license is needed.}
  limit_value: {type: VARCHAR, meaning: The states of the panel's licenses.}
---*/
with proposed_start as (select * from assignment.proposed_start),

start_place as (select * from assignment.start_place),

panel as (select * from staging.panel),

panel_licence as (select * from staging.panel_licence),

held as (
    select
        provider_id,
        min(state) as first_state,
        max(state) as last_state,
        count(*) as states
    from panel_licence
    group by provider_id
),

final as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        'licensing' as validation,
        case
            when panel.licence_lost then 'licence_lost'
            when panel_licence.provider_id is null then 'not_licensed'
        end as reason,
        case when panel.licence_lost then panel.state else start_place.state end as found,
        case
            when held.states = 1 then held.first_state
            when held.states = 2 then held.first_state || '|' || held.last_state
            when held.states > 2
                then held.first_state || '|…|' || held.last_state
        end as limit_value
    from proposed_start
    inner join start_place
        on proposed_start.part_type = start_place.part_type
        and proposed_start.part_id = start_place.part_id
    left join panel on proposed_start.provider_id = panel.provider_id
    left join panel_licence
        on proposed_start.provider_id = panel_licence.provider_id
        and start_place.state = panel_licence.state
    left join held on proposed_start.provider_id = held.provider_id
)

select * from final
