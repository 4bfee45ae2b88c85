/*---
summary: "Report: every request that was ever made, what it asks for, where it stands, and who decided."
grain: [request_id]
inputs: [book.request]
columns:
  requested_on: {type: VARCHAR, meaning: "The day on which it was asked, in UTC."}
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: Its kind.}
  asked: {type: VARCHAR, meaning: What it asks for.}
  state: {type: VARCHAR, meaning: "pending, approved, scheduled, in_force, ended, rejected, withdrawn or superseded on the as-of date."}
  from_date: {type: DATE, meaning: Its first day in force; empty where it has none.}
  to_date: {type: DATE, meaning: Its last day in force; empty when open.}
  requested_by: {type: VARCHAR, meaning: Who asked.}
  reason: {type: VARCHAR, meaning: Why they did.}
  decision: {type: VARCHAR, meaning: "approve, reject or withdraw; empty while it waits."}
  decided_by: {type: VARCHAR, meaning: Who decided last.}
  decided_on: {type: DATE, meaning: When they did.}
  decision_reason: {type: VARCHAR, meaning: Why they decided so.}
  late: {type: BOOLEAN, meaning: "Approved after the day that it asked for, so that it starts with its approval."}
  superseded_by: {type: VARCHAR, meaning: "The requests that ended it, or parts of it, before the time was up."}
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
