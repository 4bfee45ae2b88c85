/*---
summary: >-
  Who takes care of each eligible member, in which role, from when to when. Coverage never changes
  the primary; it only decides who acts in their place. Where no one acts there is no row (see
  assignment.acting_provider and the alerts).
grain: [member_id, role, specialty, provider_id, from_date]
public: true
inputs:
  - assignment.assigned_provider
  - assignment.primary_request
  - assignment.acting_provider
  - assignment.specialist
  - book.dismissal
  - staging.member
  - staging.panel
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  role:
    type: VARCHAR
    meaning: >-
      `primary` (the assigned PMP), `acting` (who acts as PMP on these days, from the as-of date on),
      `specialist`, or `emergency` (a provider who dismissed them, until the emergency coverage ends).
  provider_id: {type: VARCHAR, meaning: Who.}
  from_date: {type: DATE, meaning: First day.}
  to_date: {type: DATE, meaning: "Last day, 9999-12-31 when open."}
  basis:
    type: VARCHAR
    meaning: >-
      Of a primary the step that decided; of the one who acts `pmp`, `patient_coverage` (requested for
      this member) or `coverage`; of a specialist `patient_assignment` or `facility`; `dismissal`.
  request_id: {type: VARCHAR, meaning: "The request behind it; null where there is none."}
  specialty: {type: VARCHAR, meaning: The specialist's specialty; an empty string for other roles.}
  facility_id: {type: VARCHAR, meaning: The facility through which a primary or specialist is given.}
  absent_provider_id: {type: VARCHAR, meaning: The PMP in whose place a covering provider acts.}
  scope: {type: VARCHAR, meaning: "Of a coverage, all, facility or member."}
  followed: {type: BOOLEAN, meaning: Whether the one who acts covers for a covering provider who is away too.}
audits:
  at_most_one_primary: >-
    select member_id from assignment.care_team where role = 'primary'
    group by member_id having count(*) > 1
  who_acts_does_not_overlap: >-
    select * from (
        select team.member_id, team.from_date, team.to_date, lag(team.to_date) over (
            partition by team.member_id order by team.from_date nulls last
        ) as earlier_to_date
        from assignment.care_team as team
        inner join assignment.acting_provider as touched
        on team.member_id = touched.member_id and team.from_date = touched.from_date
        where team.role = 'acting'
    ) as ordered
    where earlier_to_date >= from_date or to_date < from_date
  a_hole_only_where_nobody_covers: >-
    select assigned.member_id from assignment.assigned_provider as assigned
    cross join run.parameter as parameter
    left join assignment.care_team as team
    on assigned.member_id = team.member_id and team.role = 'acting'
    and team.from_date = parameter.as_of
    left join assignment.acting_provider as unattended
    on assigned.member_id = unattended.member_id and unattended.from_date = parameter.as_of
    and unattended.provider_id is null
    where assigned.provider_id is not null and team.member_id is null and unattended.member_id is null
  coverage_never_changes_the_pmp: >-
    select touched.member_id from assignment.acting_provider as touched
    inner join assignment.assigned_provider as assigned on touched.member_id = assigned.member_id
    left join assignment.care_team as team
    on touched.member_id = team.member_id and team.role = 'primary'
    where touched.basis <> 'pmp'
    and coalesce(team.provider_id, '') <> coalesce(assigned.provider_id, '')
---*/
with parameter as (select * from run.parameter),

assigned as (
    select *
    from assignment.assigned_provider
    where provider_id is not null
),

acting as (select * from assignment.acting_provider),

touched as (
    select member_id
    from acting
    group by member_id
),

dismissed as (
    select
        dismissal.member_id,
        dismissal.provider_id,
        min(dismissal.from_date) as from_date,
        max(dismissal.emergency_until) as to_date,
        min(dismissal.request_id) as request_id
    from book.dismissal as dismissal
    inner join parameter
        on dismissal.emergency_until >= parameter.as_of
        and dismissal.to_date >= parameter.as_of
    inner join staging.member as member
        on dismissal.member_id = member.member_id
        and member.eligible
    inner join staging.panel as panel
        on dismissal.provider_id = panel.provider_id
        and panel.on_roster
    group by dismissal.member_id, dismissal.provider_id
),

final as (
    select
        assigned.member_id,
        'primary' as role,
        assigned.provider_id,
        coalesce(assigned.effective_date, parameter.as_of) as from_date,
        date '9999-12-31' as to_date,
        assigned.basis,
        primary_request.request_id,
        '' as specialty,
        assigned.facility_id,
        cast(null as varchar) as absent_provider_id,
        cast(null as varchar) as scope,
        false as followed
    from assigned
    cross join parameter
    left join assignment.primary_request as primary_request
        on assigned.member_id = primary_request.member_id
    union all
    select
        assigned.member_id,
        'acting',
        assigned.provider_id,
        parameter.as_of,
        date '9999-12-31',
        'pmp',
        null,
        '',
        null,
        null,
        null,
        false
    from assigned
    cross join parameter
    left join touched on assigned.member_id = touched.member_id
    where touched.member_id is null
    union all
    select
        member_id,
        'acting',
        provider_id,
        from_date,
        to_date,
        basis,
        request_id,
        '',
        null,
        absent_provider_id,
        scope,
        followed
    from acting
    where provider_id is not null
    union all
    select
        member_id,
        'specialist',
        provider_id,
        from_date,
        to_date,
        basis,
        request_id,
        specialty,
        facility_id,
        null,
        null,
        false
    from assignment.specialist
    union all
    select
        member_id,
        'emergency',
        provider_id,
        from_date,
        to_date,
        'dismissal',
        request_id,
        '',
        null,
        null,
        null,
        false
    from dismissed
)

select * from final
