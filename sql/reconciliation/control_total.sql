/*---
summary: >-
  Counts that must add up before anything is published: members by status, assignments by basis,
  attributions by type, and the differences of each kind by type.
grain: [total_group, total]
inputs:
  - staging.member
  - staging.system_of_record
  - assignment.assigned_provider
  - assignment.not_evaluated
  - attribution.attributed_provider
  - reconciliation.departure
  - reconciliation.difference
  - reconciliation.load
columns:
  total_group:
    type: VARCHAR
    meaning: >-
      `members` by status, `recorded` and `departed` of the system of record, `assigned` by basis,
      `attributed` by type, `difference.<kind>` by change type, `load` by action, `load_state` by
      state.
  total: {type: VARCHAR, meaning: What is counted within the group.}
  members: {type: BIGINT, meaning: The count.}
audits:
  each_eligible_member_is_assigned_and_attributed_once: >-
    select total_group, sum(members) from reconciliation.control_total
    where total_group in ('assigned', 'attributed')
    group by total_group
    having sum(members) <> (
        select count(*) from staging.member where eligible
    )
  system_of_record_adds_up: >-
    select recorded.members
    from reconciliation.control_total as recorded
    where recorded.total_group = 'recorded' and recorded.total = 'members'
    and recorded.members <> (
        select count(*) from reconciliation.difference
        where kind = 'assignment' and from_provider_id is not null
    ) + (
        select count(*)
        from reconciliation.departure as departure
        inner join staging.system_of_record as system_of_record
        on departure.member_id = system_of_record.member_id
        where departure.reason = 'pmp_not_required'
    )
  proposals_add_up: >-
    select difference.members
    from (
        select count(*) as members from reconciliation.difference
        where kind = 'assignment' and change_type in ('unchanged', 'new', 'changed', 'unassigned')
    ) as difference
    where difference.members <> (select count(*) from assignment.assigned_provider)
  alignments_add_up: >-
    select difference.members
    from (
        select count(*) as members from reconciliation.difference where kind = 'alignment'
    ) as difference
    where difference.members <> (select count(*) from assignment.assigned_provider)
        + (select count(*) from assignment.not_evaluated)
---*/
with member as (select * from staging.member),

system_of_record as (select * from staging.system_of_record),

departure as (select * from reconciliation.departure),

counted as (
    select 'members' as total_group, status as total, member_id from member
    union all
    select 'members', 'not_evaluated', member_id from assignment.not_evaluated
    union all
    select 'recorded', 'members', member_id from system_of_record
    union all
    select 'departed', departure.reason, departure.member_id
    from departure
    inner join system_of_record on departure.member_id = system_of_record.member_id
    union all
    select 'assigned', basis, member_id from assignment.assigned_provider
    union all
    select 'attributed', coalesce(attribution_type, 'nobody'), member_id
    from attribution.attributed_provider
    union all
    select 'difference.' || kind, change_type, member_id from reconciliation.difference
    union all
    select 'load', action, member_id from reconciliation.load
    union all
    select 'load_state', state, member_id from reconciliation.load
),

final as (
    select
        total_group,
        total,
        cast(count(*) as bigint) as members
    from counted
    group by total_group, total
)

select * from final
