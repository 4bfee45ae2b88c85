/*---
summary: >-
  The vocabulary of reasons: every code that an attribution step may give, and what it means. A
  candidate with a reason that is not listed here stops the night.
grain: [step, reason]
columns:
  step: {type: VARCHAR, meaning: "A step of the policy, or `any`."}
  reason: {type: VARCHAR, meaning: The code.}
  outcome:
    type: VARCHAR
    meaning: >-
      `held`: why the step decides; `failed`: why this candidate does not; `absent`: why the step
      has no candidate at all.
  meaning: {type: VARCHAR, meaning: "What it says, with `found` and `limit_value` where it has them."}
---*/
with final as (
    select step, reason, outcome, meaning
    from (
        values
        ('claims', 'most_visits', 'held', 'nobody has more qualifying visits (found); margins are on the others'' rows'),
        ('claims', 'no_qualifying_visits', 'absent', 'no qualifying visit to an eligible PMP in the window'),
        ('claims', 'fewer_visits', 'failed', 'qualifying visits (found) against those of the first (limit)'),
        ('claims', 'earlier_last_visit', 'failed', 'as many visits, the last on found, the first''s on limit'),
        ('claims', 'lower_allowed_amount', 'failed', 'as many visits and as late, allowed found against limit'),
        ('claims', 'higher_provider_id', 'failed', 'alike in all; limit sorts before found'),
        ('self_selection', 'selection_honoured', 'held', 'the choice by which the member is assigned'),
        ('self_selection', 'selection_carried', 'held', 'carried forward from a choice of the member'),
        ('self_selection', 'no_honoured_selection', 'absent', 'the assignment does not come from a choice of the member'),
        ('assignment', 'assigned', 'held', 'the assigned PMP, by the step found'),
        ('assignment', 'unassigned', 'absent', 'the member is assigned to nobody'),
        ('any', 'earlier_step_held', 'failed', 'an earlier step (found) decided'),
        ('any', 'no_candidate', 'absent', 'the step offers nobody')
    ) as vocabulary (step, reason, outcome, meaning)
)

select * from final
