/*---
summary: >-
  The PMP accountable for each eligible member's primary care, the step and evidence that decided,
  and the second PMP by claims.
grain: [member_id]
public: true
inputs:
  - staging.member
  - evidence.visit_summary
  - run.policy_step
  - attribution.claims
  - attribution.candidate
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  attribution_type: {type: VARCHAR, meaning: "The step that decided: `claims`, `self_selection` or `assignment`."}
  attribution_label: {type: VARCHAR, meaning: The label of that step.}
  visits: {type: BIGINT, meaning: Qualifying visits to this PMP.}
  allowed_amount: {type: "DECIMAL(18,2)", meaning: Total allowed for those visits.}
  last_visit_date: {type: DATE, meaning: The date of the last of them.}
  runner_up_provider_id: {type: VARCHAR, meaning: "The second PMP by claims, whichever step decided."}
  runner_up_visits: {type: BIGINT, meaning: Qualifying visits to the runner-up.}
audits:
  every_eligible_member_is_here: >-
    select member.member_id from staging.member as member
    left join attribution.attributed_provider as attributed
    on member.member_id = attributed.member_id
    where member.eligible and attributed.member_id is null
  nobody_has_no_type: >-
    select * from attribution.attributed_provider
    where (provider_id is null) <> (attribution_type is null)
---*/
with member as (select * from staging.member),

policy_step as (
    select * from run.policy_step where question = 'attribution'
),

winner as (
    select * from attribution.candidate where held
),

runner_up as (
    select claims.member_id, claims.provider_id, visit_summary.visits
    from attribution.claims as claims
    inner join evidence.visit_summary as visit_summary
        on claims.member_id = visit_summary.member_id
        and claims.provider_id = visit_summary.provider_id
    where claims.candidate_rank = 2
),

final as (
    select
        member.member_id,
        winner.provider_id,
        winner.step as attribution_type,
        policy_step.label as attribution_label,
        winner.visits,
        winner.allowed_amount,
        winner.last_visit_date,
        runner_up.provider_id as runner_up_provider_id,
        runner_up.visits as runner_up_visits
    from member
    left join winner on member.member_id = winner.member_id
    left join policy_step on winner.step = policy_step.step
    left join runner_up on member.member_id = runner_up.member_id
    where member.eligible
)

select * from final
