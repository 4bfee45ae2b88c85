/*---
summary: >-
  Events other than a change of a member's PMP that require notices: members are notified
  that their PMP leaves, the acting provider and the absent provider's practice that a coverage
  starts. The event has a row as long as it applies.
grain: [notice_type, recipient_type, recipient_id, change_id]
inputs:
  - publication.notice_leaving
  - assignment.acting_coverage
  - assignment.assigned_provider
  - staging.panel
  - run.notice_type
  - run.parameter
columns:
  notice_type: {type: VARCHAR, meaning: "`pmp_leaving` or `coverage_starts`."}
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  change_id: {type: VARCHAR, meaning: The id of the event.}
  member_id: {type: VARCHAR, meaning: "The member that it concerns, if any."}
  facility_id: {type: VARCHAR, meaning: "The facility that it concerns, if any."}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  from_provider_id: {type: VARCHAR, meaning: The provider who leaves or is absent.}
  to_provider_id: {type: VARCHAR, meaning: The provider who acts; null if no one does yet.}
  effective_date: {type: DATE, meaning: The day on which it takes effect.}
  last_day: {type: DATE, meaning: Its last day.}
  due_date: {type: DATE, meaning: "When the notice is due, if tonight is its first night."}
  reason: {type: VARCHAR, meaning: The reason.}
---*/
with leaving as (select * from publication.notice_leaving),

assigned as (select * from assignment.assigned_provider),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

coverage_due as (
    select due_date from run.notice_type where notice_type = 'coverage_starts'
),

-- Coverage of one member applies to whichever PMP the member has.
coverage as (
    select
        acting.*,
        coalesce(assigned.provider_id, nullif(acting.absent_provider_id, '')) as away_provider_id,
        case when acting.scope = 'member' then acting.scope_id end as member_id,
        case when acting.scope = 'facility' then acting.scope_id end as facility_id,
        'coverage:' || cast(acting.from_date as varchar) || ':' || cast(acting.to_date as varchar)
        || ':' || replace(replace(acting.request_id, '%', '%25'), ':', '%3A')
        || ':' || replace(replace(acting.absent_provider_id, '%', '%25'), ':', '%3A')
        || ':' || replace(replace(acting.acting_provider_id, '%', '%25'), ':', '%3A')
        || ':' || acting.scope
        || ':' || replace(replace(acting.scope_id, '%', '%25'), ':', '%3A') as change_id,
        case
            when acting.from_date > parameter.as_of and acting.from_date < coverage_due.due_date
                then acting.from_date
            else coverage_due.due_date
        end as due_date
    from assignment.acting_coverage as acting
    cross join parameter
    cross join coverage_due
    left join assigned
        on acting.absent_provider_id = ''
        and acting.scope = 'member'
        and acting.scope_id = assigned.member_id
    where acting.acting_provider_id is not null
),

coverage_recipient as (
    select
        'provider' as recipient_type,
        coverage.acting_provider_id as recipient_id,
        coverage.*
    from coverage
    union all
    select
        'practice',
        panel.practice_id,
        coverage.*
    from coverage
    inner join panel on coverage.away_provider_id = panel.provider_id
),

final as (
    select
        'pmp_leaving' as notice_type,
        'member' as recipient_type,
        member_id as recipient_id,
        change_id,
        member_id,
        cast(null as varchar) as facility_id,
        provider_id,
        provider_id as from_provider_id,
        cast(null as varchar) as to_provider_id,
        effective_date,
        effective_date as last_day,
        due_date,
        'leaves_roster' as reason
    from leaving
    union all
    select
        'coverage_starts',
        recipient_type,
        recipient_id,
        change_id,
        member_id,
        facility_id,
        away_provider_id,
        away_provider_id,
        acting_provider_id,
        from_date,
        to_date,
        due_date,
        'coverage'
    from coverage_recipient
)

select * from final
