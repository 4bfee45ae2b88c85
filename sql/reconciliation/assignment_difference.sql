/*---
summary: >-
  Comparison (a): tonight's assignment against the system of record. Without that feed there is
  nothing to compare with, so every assigned member is new. Members who need no PMP have no row.
grain: [member_id]
inputs:
  - staging.system_of_record
  - assignment.assigned_provider
  - assignment.candidate
  - assignment.not_evaluated
  - reconciliation.departure
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  change_type:
    type: VARCHAR
    meaning: "`unchanged`, `new`, `changed`, `ended`, `unassigned` or `not_evaluated`."
  from_provider_id: {type: VARCHAR, meaning: The PMP in the system of record.}
  to_provider_id: {type: VARCHAR, meaning: "The proposed PMP; for a member not evaluated, the PMP that they had."}
  reason:
    type: VARCHAR
    meaning: >-
      For ended: why. For changed: why the recorded PMP does not stay, or the step that took
      precedence. For new and unassigned: the reason of the assignment. For not evaluated:
      enrollment_row_rejected.
  from_basis: {type: VARCHAR, meaning: The recorded basis.}
  to_basis: {type: VARCHAR, meaning: The proposed basis.}
  effective_date:
    type: DATE
    meaning: >-
      First day of the proposed assignment; for an ended one the last day, if known.
audits:
  nothing_recorded_is_lost: >-
    select system_of_record.member_id
    from staging.system_of_record as system_of_record
    left join reconciliation.assignment_difference as difference
    on system_of_record.member_id = difference.member_id
    left join reconciliation.departure as departure
    on system_of_record.member_id = departure.member_id
    where difference.member_id is null
    and coalesce(departure.reason <> 'pmp_not_required', true)
---*/
with system_of_record as (select * from staging.system_of_record),

assigned as (select * from assignment.assigned_provider),

not_evaluated as (select * from assignment.not_evaluated),

departure as (select * from reconciliation.departure),

-- The step gives at most two reasons why the recorded row does not hold; the last one counts.
not_carried as (
    select
        member_id,
        provider_id,
        reason,
        row_number() over (
            partition by member_id, provider_id
            order by candidate_rank desc nulls last
        ) as newest
    from assignment.candidate
    where step = 'carried_forward' and not held and reason <> 'earlier_step_held'
),

eligible as (
    select
        assigned.member_id,
        case
            when assigned.provider_id is null then 'unassigned'
            when system_of_record.provider_id is null then 'new'
            when assigned.provider_id = system_of_record.provider_id then 'unchanged'
            else 'changed'
        end as change_type,
        system_of_record.provider_id as from_provider_id,
        assigned.provider_id as to_provider_id,
        case
            when assigned.provider_id = system_of_record.provider_id then null
            when assigned.provider_id is not null and system_of_record.provider_id is not null
                then coalesce(not_carried.reason, assigned.basis)
            else assigned.reason
        end as reason,
        system_of_record.basis as from_basis,
        assigned.basis as to_basis,
        assigned.effective_date
    from assigned
    left join system_of_record on assigned.member_id = system_of_record.member_id
    left join not_carried
        on system_of_record.member_id = not_carried.member_id
        and system_of_record.provider_id = not_carried.provider_id
        and not_carried.newest = 1
),

kept as (
    select
        not_evaluated.member_id,
        'not_evaluated' as change_type,
        system_of_record.provider_id as from_provider_id,
        not_evaluated.provider_id as to_provider_id,
        'enrollment_row_rejected' as reason,
        system_of_record.basis as from_basis,
        not_evaluated.basis as to_basis,
        not_evaluated.effective_date
    from not_evaluated
    left join system_of_record on not_evaluated.member_id = system_of_record.member_id
),

ended as (
    select
        system_of_record.member_id,
        'ended' as change_type,
        system_of_record.provider_id as from_provider_id,
        cast(null as varchar) as to_provider_id,
        departure.reason,
        system_of_record.basis as from_basis,
        cast(null as varchar) as to_basis,
        departure.last_day as effective_date
    from system_of_record
    inner join departure on system_of_record.member_id = departure.member_id
    where departure.reason <> 'pmp_not_required'
),

final as (
    select * from eligible
    union all
    select * from kept
    union all
    select * from ended
)

select * from final
