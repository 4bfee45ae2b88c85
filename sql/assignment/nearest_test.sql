/*---
summary: >-
  Every test of each nearest pair, passed or not, in the order of run.panel_test. No exception
  applies: the geographic step gives no panel by an exception.
grain: [member_id, provider_id, test]
inputs:
  - assignment.nearest_pair
  - assignment.roster_test
  - assignment.nearest_pair_test
  - assignment.place_test
  - assignment.licence_list
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  test: {type: VARCHAR, meaning: The test (run.panel_test).}
  test_rank: {type: INTEGER, meaning: Its position in the test order.}
  level: {type: VARCHAR, meaning: What a failure rules out.}
  passes: {type: BOOLEAN, meaning: Whether it passes.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: "The limit for it; where a license is missing, the states of those that the panel has."}
---*/
with nearest_pair as (select * from assignment.nearest_pair),

roster_test as (select * from assignment.roster_test),

nearest_pair_test as (select * from assignment.nearest_pair_test),

place_test as (select * from assignment.place_test),

licence_list as (select * from assignment.licence_list),

tested as (
    select
        nearest_pair.member_id,
        nearest_pair.provider_id,
        roster_test.test,
        roster_test.test_rank,
        roster_test.level,
        roster_test.passes,
        roster_test.found,
        roster_test.limit_value
    from nearest_pair
    inner join roster_test on nearest_pair.provider_id = roster_test.provider_id
    union all
    select
        member_id,
        provider_id,
        test,
        test_rank,
        level,
        passes,
        found,
        limit_value
    from nearest_pair_test
    union all
    select
        member_id,
        provider_id,
        test,
        test_rank,
        level,
        passes,
        found,
        limit_value
    from place_test
),

final as (
    select
        tested.member_id,
        tested.provider_id,
        tested.test,
        tested.test_rank,
        tested.level,
        tested.passes,
        tested.found,
        case
            when tested.test in ('licence_lost', 'not_licensed') then licence_list.states
            else tested.limit_value
        end as limit_value
    from tested
    left join licence_list on tested.provider_id = licence_list.provider_id
)

select * from final
