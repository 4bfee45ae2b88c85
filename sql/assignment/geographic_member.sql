/*---
summary: Eligible members whom no earlier step gives a provider; they are placed by distance, together.
grain: [member_id]
inputs: [staging.member, assignment.settled, run.policy_step]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  latitude: {type: DOUBLE, meaning: "Degrees north; null = not locatable."}
  longitude: {type: DOUBLE, meaning: "Degrees east; null = not locatable."}
  state: {type: VARCHAR, meaning: The state in whose law the provider must be licensed.}
  zip: {type: VARCHAR, meaning: Five digits.}
  line_of_business: {type: VARCHAR, meaning: The line that the provider must take.}
  age: {type: INTEGER, meaning: Completed years on the as-of date.}
  gender: {type: VARCHAR, meaning: "F, M or U."}
  household_id: {type: VARCHAR, meaning: The household.}
---*/
with member as (select * from staging.member),

settled as (select * from assignment.settled),

geographic_step as (
    select step
    from run.policy_step
    where question = 'assignment' and step = 'geographic'
),

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
        member.household_id
    from member
    cross join geographic_step
    left join settled on member.member_id = settled.member_id
    where member.eligible and settled.member_id is null
)

select * from final
