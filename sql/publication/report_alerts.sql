/*---
summary: >-
  Report: what needs attention tonight, one row per alert, with its subject and its first day; and
  the alerts of the night before that are settled now.
grain: [alert_id]
inputs:
  - publication.alert
  - baseline.alert
columns:
  alert_type: {type: VARCHAR, meaning: "The type, as in publication.alert."}
  subject_type: {type: VARCHAR, meaning: "The type of the subject, as in publication.alert."}
  subject_id: {type: VARCHAR, meaning: The subject.}
  detail: {type: VARCHAR, meaning: "The value found and its limit; for an alert that is gone, those of the night before."}
  since: {type: DATE, meaning: As-of date of the first published night in a row with this alert.}
  state: {type: VARCHAR, meaning: "`new` where the night before did not have it, `open`, or `gone` where only the night before had it."}
  alert_id: {type: VARCHAR, meaning: "Stays the same while the alert is open."}
---*/
with alert as (select * from publication.alert),

baseline as (select * from baseline.alert),

final as (
    select
        alert_type,
        subject_type,
        subject_id,
        detail,
        since,
        status as state,
        alert_id
    from alert
    union all
    select
        baseline.alert_type,
        baseline.subject_type,
        baseline.subject_id,
        baseline.detail,
        baseline.since,
        'gone',
        baseline.alert_id
    from baseline
    left join alert on baseline.alert_id = alert.alert_id
    where alert.alert_id is null
)

select * from final
