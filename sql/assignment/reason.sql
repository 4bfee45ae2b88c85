/*---
summary: >-
  The vocabulary of reasons: every code that an assignment step may give, and what it means. A
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
        ('lock_in', 'locked', 'held', 'the lock is in force: found is the as-of date, limit its last day'),
        ('lock_in', 'no_lock', 'absent', 'the member is not locked to a provider'),
        ('lock_in', 'lock_ended', 'failed', 'as-of (found) is after the last day of the lock (limit)'),
        ('patient_assignment', 'assigned_to_member', 'held', 'an approved request (found) gives them this provider, until limit'),
        ('reassigned', 'moved', 'held', 'the move (limit) took the member from found'),
        ('reassigned', 'moved_back', 'held', 'the undoing of a move (limit) took the member back from found'),
        ('reassigned', 'not_moved', 'failed', 'the move (limit) was about the member, who could not go: found'),
        ('reassigned', 'ended_withdrawn', 'failed', 'the move (limit) was withdrawn'),
        ('reassigned', 'ended_superseded', 'failed', 'the move (limit) was superseded by found'),
        ('reassigned', 'ended_moved_again', 'failed', 'after the move (limit) another one took the member: found'),
        ('reassigned', 'ended_record_changed', 'failed', 'after the move (limit) the system of record came to show another PMP (found)'),
        ('reassigned', 'ended_self_selection', 'failed', 'after the move (limit) the member chose a PMP (on found)'),
        ('reassigned', 'ended_facility_assignment', 'failed', 'after the move (limit) the facility got a provider (found)'),
        ('self_selection', 'panel_open', 'held', 'chosen, and the panel is open'),
        ('self_selection', 'has_provider_already', 'held', 'chosen, and already theirs: found is the panel status'),
        ('self_selection', 'established_patient', 'held', 'chosen, and seen there: found is the qualifying visits, limit the least that count'),
        ('self_selection', 'panel_addition', 'held', 'chosen, and the practice accepted this member: found is the panel status'),
        ('self_selection', 'no_selection', 'absent', 'the member has chosen nobody'),
        ('self_selection', 'not_in_force', 'failed', 'the choice begins (found) after as-of (limit)'),
        ('self_selection', 'selection_ended', 'failed', 'as-of (found) is after the last day of the choice (limit)'),
        ('self_selection', 'superseded_by_later_selection', 'failed', 'chosen on found, another on limit'),
        ('self_selection', 'higher_provider_id', 'failed', 'chosen the same day as limit, which sorts before found'),
        ('self_selection', 'panel_closed', 'failed', 'found is the panel status, limit the one that would do'),
        ('self_selection', 'panel_established_only', 'failed', 'found is the qualifying visits there, limit the least that count'),
        ('facility', 'lives_at_facility', 'held', 'the primary provider of the facility where they live (found), by a request (limit)'),
        ('carried_forward', 'pending_change', 'held', 'the last run proposed it and the system of record still shows the row of then (found)'),
        ('carried_forward', 'system_of_record', 'held', 'the system of record has this provider'),
        ('carried_forward', 'baseline', 'held', 'the last run had this provider, and no system of record was delivered'),
        ('carried_forward', 'no_prior_assignment', 'absent', 'nobody to carry forward'),
        ('carried_forward', 'left_facility', 'failed', 'given through a facility (limit); the member now lives elsewhere (found)'),
        ('carried_forward', 'pending_change_held', 'failed', 'the system of record''s provider, but a change to limit is pending'),
        ('geographic', 'optimal_distance', 'held', 'all such members placed together: fewest left out, then least total miles'),
        ('geographic', 'no_eligible_pmp_in_reach', 'failed', 'no eligible PMP who may be given covers the place within the limit'),
        ('geographic', 'no_room_in_reach', 'failed', 'every eligible PMP within reach is full'),
        ('geographic', 'not_locatable', 'failed', 'the member has no coordinates, and no known ZIP or county'),
        ('any', 'not_on_roster', 'failed', 'the provider is not in tonight''s roster'),
        ('any', 'not_active', 'failed', 'active from or to (found), as-of (limit)'),
        ('any', 'not_a_pmp', 'failed', 'neither named a PMP nor of a PMP specialty (found)'),
        ('any', 'line_of_business', 'failed', 'the panel does not take the member''s line (found)'),
        ('any', 'licence_lost', 'failed', 'the panel has lost the licence of its own state (found)'),
        ('any', 'dismissed', 'failed', 'the provider has dismissed the member, since found'),
        ('any', 'licensing', 'failed', 'the request did not start: a licence in the state (found), licensed in limit'),
        ('any', 'credentials', 'failed', 'the request did not start: a credential that the facility requires (found), theirs are limit'),
        ('any', 'availability', 'failed', 'the request did not start: the provider is not available (found against limit)'),
        ('any', 'geography', 'failed', 'the request did not start: the panel does not cover the place (found against limit)'),
        ('any', 'insurance', 'failed', 'the request did not start: the line (found), the panel takes limit'),
        ('any', 'assignment_ended', 'failed', 'the request had started and ended on limit, for found'),
        ('any', 'age', 'failed', 'the member''s age (found) is outside the panel''s limit'),
        ('any', 'gender', 'failed', 'the member''s gender (found) is not served (limit)'),
        ('any', 'earlier_step_held', 'failed', 'an earlier step (found) decided'),
        ('any', 'no_candidate', 'absent', 'the step offers nobody')
    ) as vocabulary (step, reason, outcome, meaning)
)

select * from final
