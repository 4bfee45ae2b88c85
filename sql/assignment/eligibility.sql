/*---
summary: >-
  Whether each tied provider is an eligible PMP for the member and serves their age and gender;
  where not, the first test that failed. Panel status, room and distance are left to the steps.
  An approved exception waives the line of business or the lost license.
grain: [member_id, provider_id]
inputs:
  - assignment.pair
  - assignment.roster_test
  - assignment.pair_test
  - assignment.waived
  - staging.panel
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  is_eligible_pmp: {type: BOOLEAN, meaning: "On the roster, active, a PMP, takes the member's line, has its own state's license and has not dismissed them."}
  serves_member: {type: BOOLEAN, meaning: An eligible PMP within whose age and gender limits the member is.}
  reason: {type: VARCHAR, meaning: The first test that failed; null where all passed.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  panel_status: {type: VARCHAR, meaning: "`open`, `established_only` or `closed`."}
audits:
  an_eligible_pmp_is_on_the_roster: >-
    select eligibility.member_id from assignment.eligibility as eligibility
    left join staging.panel as panel on eligibility.provider_id = panel.provider_id
    where eligibility.is_eligible_pmp and not coalesce(panel.on_roster and panel.is_pmp, false)
  serves_only_if_nothing_failed: >-
    select * from assignment.eligibility where serves_member <> (reason is null)
---*/
with pair as (select * from assignment.pair),

roster_test as (select * from assignment.roster_test),

pair_test as (select * from assignment.pair_test),

waived as (select * from assignment.waived),

panel as (select * from staging.panel),

failed as (
    select
        pair.member_id,
        pair.provider_id,
        roster_test.test,
        roster_test.test_rank,
        roster_test.level,
        roster_test.exception,
        roster_test.found,
        roster_test.limit_value
    from pair
    inner join roster_test on pair.provider_id = roster_test.provider_id
    where not roster_test.passes and roster_test.level in ('eligible', 'serves')
    union all
    select
        member_id,
        provider_id,
        test,
        test_rank,
        level,
        exception,
        found,
        limit_value
    from pair_test
    where not passes and level in ('eligible', 'serves')
),

ranked as (
    select
        failed.*,
        row_number() over (
            partition by failed.member_id, failed.provider_id
            order by failed.test_rank nulls last
        ) as failed_rank
    from failed
    left join waived
        on failed.member_id = waived.member_id
        and failed.provider_id = waived.provider_id
        and failed.exception = waived.validation
    where waived.member_id is null
),

first_failed as (
    select * from ranked where failed_rank = 1
),

-- Tests of an eligible PMP come before those of one who serves the member (run.panel_test).
final as (
    select
        pair.member_id,
        pair.provider_id,
        coalesce(first_failed.level <> 'eligible', true) as is_eligible_pmp,
        first_failed.test is null as serves_member,
        first_failed.test as reason,
        first_failed.found,
        first_failed.limit_value,
        panel.panel_status
    from pair
    left join first_failed
        on pair.member_id = first_failed.member_id
        and pair.provider_id = first_failed.provider_id
    left join panel on pair.provider_id = panel.provider_id
)

select * from final
