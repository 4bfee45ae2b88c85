/*---
summary: >-
  Members of overfull panels who may move. It takes the place of assignment.geographic_member, and
  has the columns of it that the solver reads.
grain: [member_id]
inputs: [rebalance.tie, staging.member]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  latitude: {type: DOUBLE, meaning: Degrees north.}
  longitude: {type: DOUBLE, meaning: Degrees east.}
  state: {type: VARCHAR, meaning: The state in whose law the provider must be licensed.}
  zip: {type: VARCHAR, meaning: Five digits.}
  line_of_business: {type: VARCHAR, meaning: The line that the provider must take.}
  age: {type: INTEGER, meaning: Completed years on the as-of date.}
  gender: {type: VARCHAR, meaning: "F, M or U."}
  household_id: {type: VARCHAR, meaning: The household.}
  provider_id: {type: VARCHAR, meaning: The panel that they have now.}
---*/
with tie as (select * from rebalance.tie),

member as (select * from staging.member),

final as (
    select
        member.member_id,
        member.latitude,
        member.longitude,
        member.state,
        member.zip,
        member.line_of_business,
        member.age,
        member.gender,
        member.household_id,
        tie.provider_id
    from tie
    inner join member on tie.member_id = member.member_id
    where tie.tie is null
)

select * from final
