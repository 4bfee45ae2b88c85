/*---
summary: >-
  Alerts about notices that are past their due date and not sent, one per recipient. If the feed of
  results was never delivered, there is one alert about the feed instead.
grain: [alert_type, subject_type, subject_id, about]
inputs: [publication.notice, run.feed]
columns:
  alert_type: {type: VARCHAR, meaning: "`notice_late`: due, and not sent."}
  subject_type: {type: VARCHAR, meaning: "`member`, `provider`, `practice`, or `feed`."}
  subject_id: {type: VARCHAR, meaning: "The recipient, or notice_results."}
  about: {type: VARCHAR, meaning: What distinguishes several alerts of one subject; empty text where there is only one.}
  detail: {type: VARCHAR, meaning: "How many are late, and the earliest due date."}
---*/
with notice as (select * from publication.notice),

confirmed as (
    select delivered or in_baseline as has_results
    from run.feed
    where feed = 'notice_results'
),

late as (
    select
        case when coalesce(confirmed.has_results, false) then notice.recipient_type else 'feed' end
            as subject_type,
        case when coalesce(confirmed.has_results, false) then notice.recipient_id else 'notice_results' end
            as subject_id,
        coalesce(confirmed.has_results, false) as has_results,
        notice.due_date,
        notice.failed_on
    from notice
    left join confirmed on true
    where notice.is_late
),

final as (
    select
        'notice_late' as alert_type,
        subject_type,
        subject_id,
        '' as about,
        cast(count(*) as varchar) || ' not sent, the first was due on '
        || cast(min(due_date) as varchar)
        || case
            when not has_results then '; nobody says what was sent'
            when count(failed_on) > 0 then '; sending failed for ' || cast(count(failed_on) as varchar)
            else ''
        end as detail
    from late
    group by subject_type, subject_id, has_results
)

select * from final
