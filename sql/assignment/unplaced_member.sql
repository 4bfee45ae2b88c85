/*---
summary: >-
  Members that the geographic step left without a provider.
grain: [member_id]
inputs: [assignment.geographic_member, assignment.geographic]
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
with geographic_member as (select * from assignment.geographic_member),

geographic as (select * from assignment.geographic),

final as (
    select
        geographic_member.member_id,
        geographic_member.latitude,
        geographic_member.longitude,
        geographic_member.state,
        geographic_member.zip,
        geographic_member.line_of_business,
        geographic_member.age,
        geographic_member.gender,
        geographic_member.household_id
    from geographic_member
    inner join geographic on geographic_member.member_id = geographic.member_id
    where geographic.provider_id is null
)

select * from final
