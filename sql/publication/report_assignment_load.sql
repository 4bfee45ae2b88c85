/*---
summary: "Report: what the system of record has to load, what it answered, and how long it has been asked for; the oldest first."
grain: [first_proposed, change_id]
inputs: [reconciliation.load]
columns:
  change_id: {type: VARCHAR, meaning: Names the change for good.}
  member_id: {type: VARCHAR, meaning: The member.}
  action: {type: VARCHAR, meaning: "`add`, `change` or `term`."}
  from_provider_id: {type: VARCHAR, meaning: The provider to end.}
  to_provider_id: {type: VARCHAR, meaning: The provider to begin.}
  effective_date: {type: DATE, meaning: "First day of the new assignment; for a term the last day."}
  reason: {type: VARCHAR, meaning: Why.}
  basis: {type: VARCHAR, meaning: How the new PMP was first given.}
  outstanding: {type: BOOLEAN, meaning: Asked for on an earlier night and still not there.}
  first_proposed: {type: DATE, meaning: The as-of date that first asked for it.}
  nights_outstanding: {type: INTEGER, meaning: Nights before this one that asked for it.}
  answer: {type: VARCHAR, meaning: "`accepted` or `rejected`; empty while there is none."}
  answer_reason: {type: VARCHAR, meaning: "Why, in the core system's own words."}
  answered_on: {type: DATE, meaning: When it answered.}
  age_days: {type: INTEGER, meaning: Days since it was first asked for.}
  state: {type: VARCHAR, meaning: "`new`, `waiting`, `accepted_not_shown` or `rejected`."}
---*/
with final as (select * from reconciliation.load)

select * from final
