/*---
summary: Alerts on those who have nobody.
grain: [alert_type, subject_type, subject_id, about]
inputs: [assignment.assigned_provider]
columns:
  alert_type: {type: VARCHAR, meaning: "`coverage_gap`."}
  subject_type: {type: VARCHAR, meaning: "`member`."}
  subject_id: {type: VARCHAR, meaning: Whom it is about.}
  about: {type: VARCHAR, meaning: Tells alerts of one subject apart; empty where it has one.}
  detail: {type: VARCHAR, meaning: What was found and the limit that it met.}
---*/
with assigned as (select * from assignment.assigned_provider),

final as (
    select
        'coverage_gap' as alert_type,
        'member' as subject_type,
        member_id as subject_id,
        '' as about,
        reason as detail
    from assigned
    where provider_id is null
)

select * from final
