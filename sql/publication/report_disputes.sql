/*---
summary: "Report: disputed attributions with their decisions and the list that shows them; overdue ones first, then by due date."
grain: [state_rank, due_date, request_id]
inputs: [publication.dispute, staging.panel]
columns:
  state_rank: {type: INTEGER, meaning: "1 pending, 2 accepted, 3 rejected, 4 withdrawn."}
  state: {type: VARCHAR, meaning: "`pending`, `accepted`, `rejected` or `withdrawn`."}
  due_date: {type: DATE, meaning: The day by which it is to be decided.}
  is_overdue: {type: BOOLEAN, meaning: "Not decided, and the due date has passed."}
  request_id: {type: VARCHAR, meaning: The request.}
  practice_id: {type: VARCHAR, meaning: The practice that disputes.}
  member_id: {type: VARCHAR, meaning: The member whose attribution is disputed.}
  provider_id: {type: VARCHAR, meaning: "The PMP proposed by the dispute, if any."}
  provider_name: {type: VARCHAR, meaning: Their name.}
  attributed_provider_id: {type: VARCHAR, meaning: The PMP that the rules attribute the member to tonight.}
  attributed_provider_name: {type: VARCHAR, meaning: Their name.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed them.}
  reason: {type: VARCHAR, meaning: Why it was disputed.}
  evidence: {type: VARCHAR, meaning: The evidence given.}
  requested_by: {type: VARCHAR, meaning: Who disputes it.}
  requested_at: {type: VARCHAR, meaning: When.}
  decided_by: {type: VARCHAR, meaning: Who decided.}
  decided_on: {type: DATE, meaning: When.}
  decision_reason: {type: VARCHAR, meaning: The reason of the decision.}
  shown_on: {type: VARCHAR, meaning: "The practice whose list shows the member tonight because of the decision; empty if none does."}
---*/
with dispute as (select * from publication.dispute),

panel as (select * from staging.panel),

final as (
    select
        cast(
            case dispute.state
                when 'pending' then 1
                when 'accepted' then 2
                when 'rejected' then 3
                else 4
            end as integer
        ) as state_rank,
        dispute.state,
        dispute.due_date,
        dispute.is_overdue,
        dispute.request_id,
        dispute.practice_id,
        dispute.member_id,
        dispute.provider_id,
        named.provider_name,
        dispute.attributed_provider_id,
        attributed.provider_name as attributed_provider_name,
        dispute.attribution_type,
        dispute.reason,
        dispute.evidence,
        dispute.requested_by,
        dispute.requested_at,
        dispute.decided_by,
        dispute.decided_on,
        dispute.decision_reason,
        case when dispute.is_listed then dispute.listed_practice_id end as shown_on
    from dispute
    left join panel as named on dispute.provider_id = named.provider_id
    left join panel as attributed on dispute.attributed_provider_id = attributed.provider_id
)

select * from final
