/*---
summary: >-
  How full each panel is before tonight's decisions: the members who would be carried forward
  there, and members who are not evaluated and keep it.
grain: [provider_id]
inputs:
  - staging.member
  - staging.panel
  - staging.system_of_record
  - staging.prior
  - assignment.not_evaluated
  - run.parameter
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  members: {type: INTEGER, meaning: Members who have it before tonight decides.}
  panel_capacity: {type: INTEGER, meaning: Members that it takes; null = no limit.}
  room: {type: INTEGER, meaning: "Seats left, never below 0; null = no limit."}
---*/
with member as (select * from staging.member),

panel as (select * from staging.panel),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

not_evaluated as (select * from assignment.not_evaluated),

parameter as (select * from run.parameter),

-- A change that the system of record doesn't show yet counts as made, as in carrying forward.
had as (
    select
        case
            when not parameter.has_system_of_record then prior.provider_id
            when prior.provider_id is not null
                and system_of_record.provider_id is not distinct from prior.sor_provider_id
                and system_of_record.effective_date is not distinct from prior.sor_effective_date
                and system_of_record.basis is not distinct from prior.sor_basis
                then prior.provider_id
            else system_of_record.provider_id
        end as provider_id
    from member
    cross join parameter
    left join system_of_record on member.member_id = system_of_record.member_id
    left join prior on member.member_id = prior.member_id
    where member.eligible
    union all
    select provider_id
    from not_evaluated
),

counted as (
    select
        provider_id,
        count(*) as members
    from had
    where provider_id is not null
    group by provider_id
),

final as (
    select
        panel.provider_id,
        cast(coalesce(counted.members, 0) as integer) as members,
        panel.panel_capacity,
        case
            when panel.panel_capacity <= coalesce(counted.members, 0) then 0
            else cast(panel.panel_capacity - coalesce(counted.members, 0) as integer)
        end as room
    from panel
    left join counted on panel.provider_id = counted.provider_id
)

select * from final
