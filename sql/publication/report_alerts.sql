/*---
summary: >-
  Report: what needs somebody's eyes tonight, one row an alert: whom it is about, and since when;
  and what the night before told of and is settled now.
grain: [alert_id]
inputs:
  - publication.alert
  - baseline.alert
columns:
  alert_type: {type: VARCHAR, meaning: "What it is, as publication.alert says."}
  subject_type: {type: VARCHAR, meaning: "What it is about, as publication.alert says."}
  subject_id: {type: VARCHAR, meaning: Whom it is about.}
  detail: {type: VARCHAR, meaning: "What was found and the limit that it met; of one that is gone, the last time."}
  since: {type: DATE, meaning: As-of date of the first published night in a row with this alert.}
  state: {type: VARCHAR, meaning: "`new` where the night before did not have it, `open`, or `gone` where only the night before had it."}
  alert_id: {type: VARCHAR, meaning: "The same for as long as the alert stands."}
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
