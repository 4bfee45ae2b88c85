/*---
summary: "Report: every request ever made, with its content, its state and who decided."
grain: [request_id]
inputs: [book.request]
columns:
  requested_on: {type: VARCHAR, meaning: "The day of the request, in UTC."}
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: Its kind.}
  asked: {type: VARCHAR, meaning: "The request, in a few words."}
  state: {type: VARCHAR, meaning: "pending, approved, scheduled, in_force, ended, rejected, withdrawn or superseded on the as-of date."}
  from_date: {type: DATE, meaning: Its first day in force; empty where it has none.}
  to_date: {type: DATE, meaning: Its last day in force; empty when open.}
  requested_by: {type: VARCHAR, meaning: Who requested it.}
  reason: {type: VARCHAR, meaning: The reason of the request.}
  decision: {type: VARCHAR, meaning: "approve, reject or withdraw; empty while pending."}
  decided_by: {type: VARCHAR, meaning: Who made the last decision.}
  decided_on: {type: DATE, meaning: The date of that decision.}
  decision_reason: {type: VARCHAR, meaning: The reason of that decision.}
  late: {type: BOOLEAN, meaning: "Approved after the requested first day, so it starts with the approval."}
  superseded_by: {type: VARCHAR, meaning: "The requests that ended it, or parts of it, early."}
---*/
with request as (select * from book.request),

final as (
    select
        substr(requested_at, 1, 10) as requested_on,
        request_id,
        kind,
        asked,
        state,
        from_date,
        to_date,
        requested_by,
        reason,
        decision,
        decided_by,
        decided_on,
        decision_reason,
        late,
        superseded_by
    from request
)

select * from final
