/*---
summary: >-
  How long each member whose coverage began in the window of the state report waited for a PMP: from
  the first day of coverage to the night that first proposed one or, if the system of record had one
  before any night, to the first day of that one.
grain: [member_id]
inputs:
  - publication.notice
  - assignment.assigned_provider
  - assignment.history
  - staging.member
  - run.calendar
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  line_of_business: {type: VARCHAR, meaning: Their line of business.}
  covered_since: {type: DATE, meaning: First day of the unbroken coverage.}
  assigned_on: {type: DATE, meaning: When they got a PMP; null while they have none.}
  days: {type: INTEGER, meaning: "Days between the two; for a member still waiting, until the as-of date."}
---*/
with member as (select * from staging.member),

assigned as (select * from assignment.assigned_provider),

parameter as (select * from run.parameter),

calendar as (select * from run.calendar),

begun as (
    select
        member.member_id,
        member.line_of_business,
        member.unbroken_since as covered_since,
        assigned.provider_id is not null as has_pmp,
        parameter.as_of
    from member
    inner join parameter on member.unbroken_since > parameter.state_window_start
    inner join assigned on member.member_id = assigned.member_id
    where member.eligible
),

-- The effective date of a first assignment is backdated to the coverage; the night that made it is not.
proposed as (
    select
        notice.member_id,
        min(notice.first_issued) as assigned_on
    from publication.notice as notice
    inner join begun
        on notice.member_id = begun.member_id
        and notice.first_issued >= begun.covered_since
    where notice.notice_type = 'pmp_assigned' and notice.from_provider_id is null
    group by notice.member_id
),

recorded as (
    select
        history.member_id,
        min(history.held_from) as held_from
    from assignment.history as history
    inner join begun
        on history.member_id = begun.member_id
        and history.held_to >= begun.covered_since
    group by history.member_id
),

dated as (
    select
        begun.*,
        case
            when not begun.has_pmp then null
            when proposed.assigned_on is not null then proposed.assigned_on
            when recorded.held_from > begun.covered_since then recorded.held_from
            else begun.covered_since
        end as assigned_on
    from begun
    left join proposed on begun.member_id = proposed.member_id
    left join recorded on begun.member_id = recorded.member_id
),

final as (
    select
        dated.member_id,
        dated.line_of_business,
        dated.covered_since,
        dated.assigned_on,
        last_day.day_number - first_day.day_number as days
    from dated
    left join calendar as first_day on dated.covered_since = first_day.day
    left join calendar as last_day on coalesce(dated.assigned_on, dated.as_of) = last_day.day
)

select * from final
