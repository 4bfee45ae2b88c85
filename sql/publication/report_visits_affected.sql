/*---
summary: >-
  Report: visits that are booked with a provider who is no longer the member's PMP, who is away or who
  is not on the roster that day, and what to do with each.
grain: [visit_id]
inputs: [publication.affected_visit, staging.panel]
columns:
  visit_id: {type: VARCHAR, meaning: The visit.}
  member_id: {type: VARCHAR, meaning: The member.}
  scheduled_at: {type: DATE, meaning: The day of the visit.}
  provider_id: {type: VARCHAR, meaning: The provider that it is booked with.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  assigned_provider_id: {type: VARCHAR, meaning: The member's PMP tonight; empty = none.}
  assigned_provider_name: {type: VARCHAR, meaning: Their name.}
  is_former_pmp: {type: BOOLEAN, meaning: Whether the provider is the member's former PMP.}
  is_absent: {type: BOOLEAN, meaning: Whether the provider is away that day.}
  is_inactive: {type: BOOLEAN, meaning: Whether the provider is not on the roster that day.}
  covering_provider_id: {type: VARCHAR, meaning: The provider who acts that day.}
  covering_provider_name: {type: VARCHAR, meaning: Their name.}
  what_to_do: {type: VARCHAR, meaning: "keep, move, rebook, covering or another_day (publication.affected_visit)."}
  detail: {type: VARCHAR, meaning: "what_to_do, in words."}
---*/
with affected as (select * from publication.affected_visit),

panel as (select * from staging.panel),

final as (
    select
        affected.visit_id,
        affected.member_id,
        affected.scheduled_at,
        affected.provider_id,
        booked.provider_name,
        affected.assigned_provider_id,
        assigned.provider_name as assigned_provider_name,
        affected.is_former_pmp,
        affected.is_absent,
        affected.is_inactive,
        affected.covering_provider_id,
        covering.provider_name as covering_provider_name,
        affected.what_to_do,
        case
            when affected.is_inactive then 'not on the roster that day'
            when affected.is_absent and affected.is_former_pmp then 'away that day, and no longer the PMP'
            when affected.is_absent then 'away that day'
            else 'no longer the PMP'
        end
        || case affected.what_to_do
            when 'keep' then '; stays there unless it is reassigned, new visits go to '
                || coalesce(affected.assigned_provider_id, 'whom they will be given')
            when 'move' then '; moves to ' || affected.new_provider_id || ' with the member, by ' || affected.request_id
            when 'covering' then '; seen by ' || affected.covering_provider_id || ', who covers'
            when 'another_day' then '; nobody covers, book another day'
            else '; book with ' || coalesce(affected.new_provider_id, 'another provider')
        end as detail
    from affected
    left join panel as booked on affected.provider_id = booked.provider_id
    left join panel as assigned on affected.assigned_provider_id = assigned.provider_id
    left join panel as covering on affected.covering_provider_id = covering.provider_id
)

select * from final
