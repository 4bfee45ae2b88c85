/*---
summary: >-
  Alerts on what is ending: a PMP who leaves the roster or has lost their license, with the members
  affected; a temporary exception that expires, or has expired while the validation still fails; and a
  member who becomes too old for their PMP.
grain: [alert_type, subject_type, subject_id, about]
inputs:
  - assignment.capacity
  - assignment.standing
  - staging.panel
  - run.ending_milestone
  - run.parameter
  - publication.ageing_out
  - publication.exception_ending
columns:
  alert_type: {type: VARCHAR, meaning: "`pmp_ending`, `exception_ending` or `child_ageing_out`."}
  subject_type: {type: VARCHAR, meaning: "`provider`, `request` (the exception) or `member`."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about:
    type: VARCHAR
    meaning: >-
      For a PMP, the milestone of days ahead that was reached last, or `licence_lost`; for an
      exception, `ended` once it has expired. Each of these is a new alert.
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with panel as (select * from staging.panel),

capacity as (select * from assignment.capacity),

standing as (select * from assignment.standing),

parameter as (select * from run.parameter),

leaving as (
    select
        panel.provider_id,
        panel.active_to,
        min(milestone.days) as days
    from panel
    inner join parameter on panel.active_to >= parameter.as_of
    inner join run.ending_milestone as milestone on panel.active_to <= milestone.until
    group by panel.provider_id, panel.active_to
),

final as (
    select
        'pmp_ending' as alert_type,
        'provider' as subject_type,
        leaving.provider_id as subject_id,
        cast(leaving.days as varchar) as about,
        'last day on the roster ' || cast(leaving.active_to as varchar)
        || ', in ' || cast(leaving.days as varchar) || ' days or less; members affected: '
        || cast(capacity.members as varchar) as detail
    from leaving
    inner join capacity on leaving.provider_id = capacity.provider_id
    where capacity.members > 0
    union all
    select
        'pmp_ending',
        'provider',
        panel.provider_id,
        'licence_lost',
        'no licence any more in ' || panel.state || ', where they practise; members affected: '
        || cast(standing.members as varchar)
    from panel
    inner join standing on panel.provider_id = standing.provider_id
    where panel.licence_lost and panel.on_roster and standing.members > 0
    union all
    select
        'exception_ending',
        'request',
        request_id,
        case when is_over then 'ended' else '' end,
        validation
        || case when is_over then ' was excepted until ' else ' is excepted until ' end
        || cast(to_date as varchar)
        || case when fails_for > 0 then '; it fails still' else '' end
    from publication.exception_ending
    union all
    select
        'child_ageing_out',
        'member',
        member_id,
        '',
        'older than ' || cast(serves_max_age as varchar) || ' years, the oldest that '
        || provider_id || ' serves, '
        || coalesce('from ' || cast(shown_date as varchar) || ' on', 'soon')
    from publication.ageing_out
)

select * from final
