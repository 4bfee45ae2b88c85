/*---
summary: "Report: what needs somebody's eyes tonight, one row an alert: whom it is about, and since when."
grain: [alert_id]
inputs:
  - publication.alert
  - baseline.alert
columns:
  alert_type: {type: VARCHAR, meaning: "What it is, as publication.alert says."}
  subject_type: {type: VARCHAR, meaning: "`member` or `provider`."}
  subject_id: {type: VARCHAR, meaning: Whom it is about.}
  detail: {type: VARCHAR, meaning: What was found and the limit that it met.}
  since: {type: DATE, meaning: As-of date of the first published night in a row with this alert.}
  state: {type: VARCHAR, meaning: "`new` where the night before did not have it, else `open`."}
  alert_id: {type: VARCHAR, meaning: "The same for as long as the alert stands."}
---*/
with alert as (select * from publication.alert),

baseline as (select * from baseline.alert),

final as (
    select
        alert.alert_type,
        alert.subject_type,
        alert.subject_id,
        alert.detail,
        alert.since,
        case when baseline.alert_id is null then 'new' else 'open' end as state,
        alert.alert_id
    from alert
    left join baseline on alert.alert_id = baseline.alert_id
)

select * from final
