/*---
summary: >-
  The assignments of one member, or of one provider's panel, that were in effect on the requested
  day and on record on the requested day, in the order in which they took effect.
grain: [held_from, member_id, known_from]
inputs: [history.question, assignment.history, staging.panel]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP.}
  provider_name: {type: VARCHAR, meaning: "As in the run that is read; null where the PMP is no longer on its roster."}
  basis: {type: VARCHAR, meaning: "The step, or the system of record's basis, that first gave it."}
  reason: {type: VARCHAR, meaning: "Why the step held; null where only the system of record has it."}
  request_id: {type: VARCHAR, meaning: "The request that gave it, if one did."}
  held_from: {type: DATE, meaning: First day in effect.}
  held_to: {type: DATE, meaning: "Last day in effect; 9999-12-31 when open."}
  ended_reason: {type: VARCHAR, meaning: "Why it ended; null when open."}
  known_from: {type: DATE, meaning: The night that recorded it.}
  known_to: {type: DATE, meaning: "The day before the night that corrected it; 9999-12-31 when never corrected."}
---*/
with question as (select * from history.question),

history as (select * from assignment.history),

panel as (select * from staging.panel),

final as (
    select
        history.member_id,
        history.provider_id,
        panel.provider_name,
        history.basis,
        history.reason,
        history.request_id,
        history.held_from,
        history.held_to,
        history.ended_reason,
        history.known_from,
        history.known_to
    from history
    inner join question
        on (question.subject_type = 'member' and history.member_id = question.subject_id)
        or (question.subject_type = 'provider' and history.provider_id = question.subject_id)
    left join panel on history.provider_id = panel.provider_id
    where
        (question.effective_on is null
            or (history.held_from <= question.effective_on
                and history.held_to >= question.effective_on))
        and (question.known_on is null
            or (history.known_from <= question.known_on
                and history.known_to >= question.known_on))
)

select * from final
