/*---
summary: "Report: changes that the system of record is to load, with its answers and their age; the oldest first."
grain: [first_proposed, change_id]
inputs: [reconciliation.load]
columns:
  change_id: {type: VARCHAR, meaning: The permanent id of the change.}
  member_id: {type: VARCHAR, meaning: The member.}
  action: {type: VARCHAR, meaning: "`add`, `change` or `term`."}
  from_provider_id: {type: VARCHAR, meaning: The provider to end.}
  to_provider_id: {type: VARCHAR, meaning: The provider to begin.}
  effective_date: {type: DATE, meaning: "First day of the new assignment; for a term the last day."}
  reason: {type: VARCHAR, meaning: Why.}
  basis: {type: VARCHAR, meaning: The step that first assigned the new PMP.}
  outstanding: {type: BOOLEAN, meaning: Requested on an earlier night and not yet shown.}
  first_proposed: {type: DATE, meaning: The as-of date of the first night that requested it.}
  nights_outstanding: {type: INTEGER, meaning: Earlier nights that requested it.}
  answer: {type: VARCHAR, meaning: "`accepted` or `rejected`; empty until the system answers."}
  answer_reason: {type: VARCHAR, meaning: "Why, in the core system's own words."}
  answered_on: {type: DATE, meaning: The date of the answer.}
  age_days: {type: INTEGER, meaning: Days since it was first requested.}
  state: {type: VARCHAR, meaning: "`new`, `waiting`, `accepted_not_shown` or `rejected`."}
---*/
with final as (select * from reconciliation.load)

select * from final
