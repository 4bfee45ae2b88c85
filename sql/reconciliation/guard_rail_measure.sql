/*---
summary: >-
  The shares that the guard rails over members measure, as numerator and denominator; the denominator
  is 0 if there is nothing to compare with. Members that an approved bulk move took to another PMP
  count as neither changed nor lost, because a person has reviewed that move.
grain: [rail, subject]
inputs:
  - reconciliation.difference
  - staging.system_of_record
  - staging.prior
  - assignment.assigned_provider
  - run.parameter
columns:
  rail: {type: VARCHAR, meaning: The rail's name in the pipeline file.}
  subject: {type: VARCHAR, meaning: "The PMP of a panel_loss, else empty text."}
  numerator: {type: BIGINT, meaning: "Members changed, ended, unassigned, moved or lost."}
  denominator: {type: BIGINT, meaning: Members that the share is taken of.}
---*/
with difference as (select * from reconciliation.difference),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

parameter as (select * from run.parameter),

recorded as (
    select cast(count(*) as bigint) as members from system_of_record
),

eligible as (
    select cast(count(*) as bigint) as members from assignment.assigned_provider
),

counted as (
    select
        cast(
            coalesce(
                sum(
                    case
                        when change_type = 'changed' and coalesce(to_basis, '') <> 'reassigned' then 1
                    end
                ),
                0
            ) as bigint
        ) as changed,
        cast(coalesce(sum(case when change_type = 'ended' then 1 end), 0) as bigint) as ended,
        cast(coalesce(sum(case when change_type = 'unassigned' then 1 end), 0) as bigint)
            as unassigned
    from difference
    where kind = 'assignment'
),

-- A member without an earlier type is new, not moved.
moved as (
    select
        cast(
            coalesce(sum(case when from_basis is distinct from to_basis then 1 end), 0) as bigint
        ) as members
    from difference
    where kind = 'attribution' and from_basis is not null and change_type <> 'dropped'
),

-- A panel has its members in the system of record or, without that feed, in the baseline's assignment.
panel as (
    select
        member_id,
        provider_id
    from system_of_record
    union all
    select
        prior.member_id,
        prior.provider_id
    from prior
    cross join parameter
    where not parameter.has_system_of_record and prior.provider_id is not null
),

tonight as (
    select
        member_id,
        to_provider_id as provider_id,
        to_provider_id is not null and coalesce(to_basis, '') = 'reassigned' as was_moved
    from difference
    where kind = 'assignment'
),

panel_loss as (
    select
        panel.provider_id,
        cast(
            coalesce(
                sum(
                    case
                        when coalesce(tonight.was_moved, false) then 0
                        when panel.provider_id = tonight.provider_id then 0
                        else 1
                    end
                ),
                0
            ) as bigint
        ) as lost,
        cast(count(*) as bigint) as members
    from panel
    left join tonight
        on panel.member_id = tonight.member_id
    group by panel.provider_id
),

final as (
    select
        'system_of_record_changed' as rail,
        '' as subject,
        counted.changed as numerator,
        recorded.members as denominator
    from counted
    cross join recorded
    union all
    select 'system_of_record_ended', '', counted.ended, recorded.members
    from counted
    cross join recorded
    union all
    select 'unassigned', '', counted.unassigned, eligible.members
    from counted
    cross join eligible
    union all
    select
        'attribution_moved',
        '',
        moved.members,
        case when parameter.has_baseline then eligible.members else 0 end
    from moved
    cross join eligible
    cross join parameter
    union all
    select 'panel_loss', provider_id, lost, members
    from panel_loss
)

select * from final
