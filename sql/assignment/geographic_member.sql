/*---
summary: >-
  Eligible members without a provider from an earlier step; all of them are placed together, by distance.
grain: [member_id]
inputs: [staging.member, assignment.settled, run.policy_step, run.parameter, run.county_access]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  latitude: {type: DOUBLE, meaning: "Degrees north; null = not locatable."}
  longitude: {type: DOUBLE, meaning: "Degrees east; null = not locatable."}
  state: {type: VARCHAR, meaning: The state where the provider must be licensed.}
  zip: {type: VARCHAR, meaning: Five digits.}
  line_of_business: {type: VARCHAR, meaning: The line that the provider must take.}
  age: {type: INTEGER, meaning: Completed years on the as-of date.}
  gender: {type: VARCHAR, meaning: "F, M or U."}
  household_id: {type: VARCHAR, meaning: The household.}
  language: {type: VARCHAR, meaning: "The preferred language, in lower case."}
  access_standard_miles: {type: DOUBLE, meaning: "The standard of their county's type, else the policy's own."}
---*/
with member as (select * from staging.member),

settled as (select * from assignment.settled),

parameter as (select * from run.parameter),

county_access as (select * from run.county_access),

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
        member.household_id,
        lower(trim(member.language)) as language,
        coalesce(county_access.access_miles, parameter.access_standard_miles)
            as access_standard_miles
    from member
    cross join geographic_step
    cross join parameter
    left join county_access on member.county_fips = county_access.county_fips
    left join settled on member.member_id = settled.member_id
    where member.eligible and settled.member_id is null
)

select * from final
