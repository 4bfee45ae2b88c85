/*---
summary: "Report: open, late and failed notices, the most urgent first, and those issued or withdrawn tonight."
grain: [due_date, notice_id]
inputs: [publication.notice, run.parameter]
columns:
  due_date: {type: DATE, meaning: The day by which it is to be sent.}
  is_late: {type: BOOLEAN, meaning: Whether that day has passed.}
  state: {type: VARCHAR, meaning: "`open`, `failed`, `sent` or `withdrawn`."}
  notice_type: {type: VARCHAR, meaning: The type.}
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  member_id: {type: VARCHAR, meaning: The member that it concerns.}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  effective_date: {type: DATE, meaning: The day on which the change takes effect.}
  reason: {type: VARCHAR, meaning: Why.}
  first_issued: {type: DATE, meaning: The night that issued it.}
  sent_on: {type: DATE, meaning: When it was sent.}
  failed_on: {type: DATE, meaning: When sending it failed.}
  withdrawn_on: {type: DATE, meaning: "The night that withdrew it, before it was sent."}
  channel: {type: VARCHAR, meaning: How it was sent.}
  notice_id: {type: VARCHAR, meaning: The permanent id of the notice.}
---*/
with notice as (select * from publication.notice),

parameter as (select * from run.parameter),

final as (
    select
        notice.due_date,
        notice.is_late,
        notice.state,
        notice.notice_type,
        notice.recipient_type,
        notice.recipient_id,
        notice.member_id,
        notice.provider_id,
        notice.effective_date,
        notice.reason,
        notice.first_issued,
        notice.sent_on,
        notice.failed_on,
        notice.withdrawn_on,
        notice.channel,
        notice.notice_id
    from notice
    cross join parameter
    where
        notice.state in ('open', 'failed')
        or notice.is_new
        or (notice.state = 'withdrawn' and notice.withdrawn_on = parameter.as_of)
)

select * from final
