/*---
summary: >-
  Alerts on decisions that could not take effect: locks, requests and choices that are not honored,
  members whose row was rejected, and changes that the system of record does not show.
grain: [alert_type, subject_type, subject_id, about]
inputs:
  - assignment.exception
  - assignment.not_evaluated
  - reconciliation.load
  - run.parameter
  - run.policy_step
columns:
  alert_type:
    type: VARCHAR
    meaning: "`not_loaded`, `not_evaluated`, `lock_not_honoured`, `selection_not_honoured` or `assignment_not_honoured` (a request for this member)."
  subject_type: {type: VARCHAR, meaning: "`member`."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about: {type: VARCHAR, meaning: What distinguishes several alerts of one subject; empty text where there is only one.}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with parameter as (select * from run.parameter),

policy_step as (select * from run.policy_step),

proposal as (select * from reconciliation.load),

not_honoured as (
    select
        exception.member_id,
        exception.step,
        exception.provider_id,
        exception.reason,
        policy_step.refusal_alert as alert_type
    from assignment.exception as exception
    inner join policy_step on exception.step = policy_step.step
    where
        not exception.honoured
        and policy_step.question = 'assignment'
        and policy_step.refusal_alert is not null
),

-- A member may have two such requests; the alert is about the first.
refused as (
    select
        *,
        row_number() over (
            partition by member_id, alert_type
            order by step nulls last, provider_id nulls last
        ) as place
    from not_honoured
),

final as (
    select
        'not_loaded' as alert_type,
        'member' as subject_type,
        proposal.member_id as subject_id,
        '' as about,
        proposal.action || ' asked for on ' || cast(proposal.nights_outstanding as varchar)
        || ' nights since ' || cast(proposal.first_proposed as varchar) as detail
    from proposal
    inner join parameter on proposal.nights_outstanding >= parameter.load_nights
    where proposal.answer is distinct from 'rejected'
    union all
    select
        'not_evaluated',
        'member',
        member_id,
        '',
        'the enrollment row was rejected; what they had stays'
    from assignment.not_evaluated
    union all
    select
        alert_type,
        'member',
        member_id,
        '',
        provider_id || ': ' || reason
    from refused
    where place = 1
)

select * from final
