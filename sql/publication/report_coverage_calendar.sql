/*---
summary: >-
  Report: absences from the as-of date on, with dates and reasons, the acting provider of each day,
  and the days without one. Includes coverage requested for a single member, without an absence.
grain: [absent_provider_id, scope, scope_id, from_date]
inputs:
  - assignment.acting_coverage
  - assignment.assigned_provider
  - book.coverage
  - book.patient_assignment
  - staging.member
  - staging.panel
  - run.parameter
columns:
  absent_provider_id: {type: VARCHAR, meaning: "The absent provider; empty where coverage was requested for one member."}
  absent_provider_name: {type: VARCHAR, meaning: Their name.}
  why: {type: VARCHAR, meaning: "vacation, leave, training or overflow, or the reason of the member's coverage."}
  leave_from: {type: DATE, meaning: First day of the whole coverage.}
  leave_to: {type: DATE, meaning: Last day of it; 9999-12-31 when open.}
  scope: {type: VARCHAR, meaning: "all, facility or member."}
  scope_id: {type: VARCHAR, meaning: The facility or member; empty for all.}
  from_date: {type: DATE, meaning: First day of this row.}
  to_date: {type: DATE, meaning: Last day of this row.}
  is_now: {type: BOOLEAN, meaning: Whether the row includes the as-of date.}
  is_gap: {type: BOOLEAN, meaning: Whether no provider acts.}
  acting_provider_id: {type: VARCHAR, meaning: The acting provider; empty = none.}
  acting_provider_name: {type: VARCHAR, meaning: Their name.}
  detail: {type: VARCHAR, meaning: "Why this provider, or none, acts."}
  members_affected: {type: BIGINT, meaning: Members in scope whose PMP tonight is the absent provider.}
  request_id: {type: VARCHAR, meaning: The request.}
---*/
with coverage as (select * from assignment.acting_coverage),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

pmp as (
    select
        assigned.member_id,
        assigned.provider_id,
        member.facility_id
    from assignment.assigned_provider as assigned
    inner join staging.member as member on assigned.member_id = member.member_id
),

requested as (
    select
        request_id,
        scope,
        scope_id,
        from_date,
        to_date,
        reason
    from book.coverage
    where covering_rank = 1
    union all
    select
        request_id,
        'member',
        member_id,
        from_date,
        to_date,
        reason
    from book.patient_assignment
    where role = 'coverage'
),

affected as (
    select
        'all' as scope,
        provider_id,
        '' as scope_id,
        count(*) as members
    from pmp
    where provider_id in (select coverage.absent_provider_id from coverage)
    group by provider_id
    union all
    select
        'facility',
        provider_id,
        facility_id,
        count(*)
    from pmp
    where
        facility_id is not null
        and provider_id in (select coverage.absent_provider_id from coverage)
    group by provider_id, facility_id
    union all
    select
        'member',
        provider_id,
        member_id,
        1
    from pmp
    where member_id in (select coverage.scope_id from coverage where coverage.scope = 'member')
    union all
    select
        'member',
        '',
        member_id,
        1
    from pmp
    where member_id in (select coverage.scope_id from coverage where coverage.scope = 'member')
),

final as (
    select
        coverage.absent_provider_id,
        absent.provider_name as absent_provider_name,
        requested.reason as why,
        requested.from_date as leave_from,
        requested.to_date as leave_to,
        coverage.scope,
        coverage.scope_id,
        coverage.from_date,
        coverage.to_date,
        coverage.from_date <= parameter.as_of as is_now,
        coverage.acting_provider_id is null as is_gap,
        coverage.acting_provider_id,
        acting.provider_name as acting_provider_name,
        case
            when coverage.named_reason is null then 'covers'
            when coverage.followed
                then 'covers for ' || coverage.via_provider_id
                || ', who was to cover and is away too'
            when coverage.reason = 'circle'
                then 'nobody: ' || coverage.named_provider_id
                || ', who was to cover, is away too and leads back to ' || coverage.absent_provider_id
            else case when coverage.acting_provider_id is null then 'nobody: ' else 'covers: ' end
                || coverage.named_provider_id || ', who was to cover first, '
                || case coverage.named_reason
                    when 'absent' then 'is away too'
                    when 'not_on_roster' then 'is not on the roster'
                    when 'not_started' then 'fails a validation'
                    else 'may not any more'
                end
        end as detail,
        coalesce(affected.members, 0) as members_affected,
        coverage.request_id
    from coverage
    cross join parameter
    inner join requested
        on coverage.request_id = requested.request_id
        and coverage.scope = requested.scope
        and coverage.scope_id = requested.scope_id
        and coverage.from_date >= requested.from_date
        and coverage.from_date <= requested.to_date
    left join panel as absent on coverage.absent_provider_id = absent.provider_id
    left join panel as acting on coverage.acting_provider_id = acting.provider_id
    left join affected
        on coverage.scope = affected.scope
        and coverage.scope_id = affected.scope_id
        and coverage.absent_provider_id = affected.provider_id
)

select * from final
