/*---
summary: Each evaluated member of a panel that has more members than seats, and what keeps them there.
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - assignment.moved_member
  - evidence.visit
  - rebalance.panel_load
  - rebalance.parameter
  - staging.member
  - staging.panel
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP.}
  tie:
    type: VARCHAR
    meaning: >-
      `locked` (by the plan or by a move), `assigned` (by a request of their own), `chosen`
      (self-selection), `seen` (a visit after rebalance.parameter.visits_after), `not_locatable`; the
      first that holds, null = they may move.
---*/
with assigned as (
    select
        member_id,
        provider_id,
        coalesce(carried_basis, basis) as origin
    from assignment.assigned_provider
),

moved_member as (select * from assignment.moved_member),

visit as (select * from evidence.visit),

panel_load as (select * from rebalance.panel_load),

parameter as (select * from rebalance.parameter),

member as (select * from staging.member),

panel as (select * from staging.panel),

locked as (
    select distinct
        member_id,
        to_provider_id as provider_id
    from moved_member
    where is_locked and ended_on is null and to_provider_id is not null
),

seen as (
    select distinct
        visit.member_id,
        visit.provider_id
    from visit
    inner join parameter on visit.service_date > parameter.visits_after
),

final as (
    select
        assigned.member_id,
        assigned.provider_id,
        case
            when assigned.origin = 'lock_in' or locked.member_id is not null then 'locked'
            when assigned.origin = 'patient_assignment' then 'assigned'
            when assigned.origin = 'self_selection' then 'chosen'
            when seen.member_id is not null then 'seen'
            when member.latitude is null or member.longitude is null then 'not_locatable'
        end as tie
    from assigned
    inner join panel_load on assigned.provider_id = panel_load.provider_id
    inner join panel on assigned.provider_id = panel.provider_id
    inner join member on assigned.member_id = member.member_id
    left join locked
        on assigned.member_id = locked.member_id
        and assigned.provider_id = locked.provider_id
    left join seen
        on assigned.member_id = seen.member_id
        and assigned.provider_id = seen.provider_id
    where panel_load.members > panel.panel_capacity
)

select * from final
