/*---
summary: >-
  For each member with a place that the geographic step left unassigned, the three nearest PMPs of
  their line of business, at any distance, and what stopped each. For manual assignment.
grain: [member_id, nearest_rank]
public: true
inputs: [assignment.nearest_pair, assignment.nearest_test]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  nearest_rank: {type: INTEGER, meaning: 1 = nearest; of equal distances the lower provider_id.}
  provider_id: {type: VARCHAR, meaning: A PMP on the roster that takes the member's line of business.}
  distance_miles: {type: DOUBLE, meaning: "Great-circle miles, rounded to 1/10,000."}
  stopped_by: {type: VARCHAR, meaning: The first test of the geographic step that it failed.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
audits:
  something_stopped_each: select * from assignment.nearest where stopped_by is null
---*/
with nearest_pair as (select * from assignment.nearest_pair),

nearest_test as (select * from assignment.nearest_test),

failed as (
    select
        *,
        row_number() over (
            partition by member_id, provider_id
            order by test_rank nulls last
        ) as failed_rank
    from nearest_test
    where not passes
),

first_failed as (
    select * from failed where failed_rank = 1
),

final as (
    select
        nearest_pair.member_id,
        nearest_pair.nearest_rank,
        nearest_pair.provider_id,
        nearest_pair.distance_miles,
        first_failed.test as stopped_by,
        first_failed.found,
        first_failed.limit_value
    from nearest_pair
    left join first_failed
        on nearest_pair.member_id = first_failed.member_id
        and nearest_pair.provider_id = first_failed.provider_id
)

select * from final
