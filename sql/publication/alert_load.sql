/*---
summary: Alerts about changes that the core system refused to load.
grain: [alert_type, subject_type, subject_id, about]
inputs: [reconciliation.load]
columns:
  alert_type: {type: VARCHAR, meaning: "`load_rejected`: proposed, and rejected by the core system."}
  subject_type: {type: VARCHAR, meaning: "`member`."}
  subject_id: {type: VARCHAR, meaning: The member.}
  about: {type: VARCHAR, meaning: What distinguishes several alerts of one subject; empty text where there is only one.}
  detail: {type: VARCHAR, meaning: "The change, since when it has been proposed, and the answer with its date."}
---*/
with proposal as (select * from reconciliation.load),

final as (
    select
        'load_rejected' as alert_type,
        'member' as subject_type,
        member_id as subject_id,
        '' as about,
        action || ' asked for since ' || cast(first_proposed as varchar)
        || ', rejected'
        || case
            when answered_on is null then ''
            else ' on ' || cast(answered_on as varchar)
        end as detail
    from proposal
    where state = 'rejected'
)

select * from final
