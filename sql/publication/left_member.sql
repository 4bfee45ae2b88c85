/*---
summary: >-
  Members who were on a practice's last list and no longer are, with the reason. Where they went is
  confidential, so no other practice is ever named.
grain: [practice_id, member_id]
inputs:
  - baseline.registry
  - publication.list_entry
  - assignment.not_evaluated
  - assignment.assigned_provider
  - attribution.attributed_provider
  - reconciliation.departure
columns:
  practice_id: {type: VARCHAR, meaning: The practice.}
  member_id: {type: VARCHAR, meaning: The member.}
  left_reason:
    type: VARCHAR
    meaning: >-
      `died`, `termed`, `absent_from_file`, `pmp_not_required`; for members who are still eligible,
      `attributed_elsewhere`, `assigned_elsewhere`, or `unassigned` if they have no PMP.
---*/
with entry as (select * from publication.list_entry),

not_evaluated as (select * from assignment.not_evaluated),

assigned as (select * from assignment.assigned_provider),

attributed as (select * from attribution.attributed_provider),

departure as (select * from reconciliation.departure),

last_list as (
    select
        practice_id,
        member_id,
        section
    from baseline.registry
    where section <> 'left'
),

final as (
    select
        last_list.practice_id,
        last_list.member_id,
        case
            when departure.reason is not null then departure.reason
            when last_list.section in ('attributed', 'attributed_by_dispute')
                and attributed.provider_id is not null
                then 'attributed_elsewhere'
            when assigned.provider_id is not null then 'assigned_elsewhere'
            else 'unassigned'
        end as left_reason
    from last_list
    left join entry
        on last_list.practice_id = entry.practice_id
        and last_list.member_id = entry.member_id
    left join not_evaluated on last_list.member_id = not_evaluated.member_id
    left join departure on last_list.member_id = departure.member_id
    left join assigned on last_list.member_id = assigned.member_id
    left join attributed on last_list.member_id = attributed.member_id
    where entry.member_id is null and not_evaluated.member_id is null
)

select * from final
