/*---
summary: "Report: requests waiting for a decision, the oldest first."
grain: [requested_at, request_id]
inputs:
  - book.request
  - book.dispute
  - run.calendar
  - run.parameter
columns:
  requested_at: {type: VARCHAR, meaning: "When it was requested, as an ISO instant."}
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: The kind of request.}
  asked: {type: VARCHAR, meaning: "The request, in a few words."}
  requested_by: {type: VARCHAR, meaning: "Who requested it; another person decides."}
  reason: {type: VARCHAR, meaning: Why.}
  days_waiting: {type: INTEGER, meaning: "Days since the request, in UTC."}
  due_date: {type: DATE, meaning: "The day by which it is to be decided, for a dispute."}
  is_overdue: {type: BOOLEAN, meaning: Whether that day has passed; empty where there is none.}
---*/
with request as (
    select * from book.request where state = 'pending'
),

dispute as (select * from book.dispute),

calendar as (select * from run.calendar),

parameter as (select * from run.parameter),

final as (
    select
        request.requested_at,
        request.request_id,
        request.kind,
        request.asked,
        request.requested_by,
        request.reason,
        case
            when today.day_number > asked_on.day_number
                then today.day_number - asked_on.day_number
            else 0
        end as days_waiting,
        dispute.due_date,
        dispute.due_date < parameter.as_of as is_overdue
    from request
    cross join parameter
    left join dispute on request.request_id = dispute.request_id
    left join calendar as today on parameter.as_of = today.day
    left join calendar as asked_on
        on cast(substr(request.requested_at, 1, 10) as date) = asked_on.day
)

select * from final
