/*---
summary: >-
  The members to whom gap measures apply, with the attributed PMP.
grain: [member_id]
inputs: [staging.member, staging.panel, attribution.attributed_provider]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = none.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = none.}
  birth_date: {type: DATE, meaning: Date of birth.}
  age: {type: INTEGER, meaning: Completed years on the as-of date.}
  unbroken_since: {type: DATE, meaning: First day of the current coverage without a break.}
---*/
with member as (select * from staging.member),

panel as (select * from staging.panel),

attributed as (select * from attribution.attributed_provider),

final as (
    select
        member.member_id,
        panel.practice_id,
        attributed.provider_id,
        member.birth_date,
        member.age,
        member.unbroken_since
    from member
    inner join attributed on member.member_id = attributed.member_id
    left join panel on attributed.provider_id = panel.provider_id
    where member.eligible
)

select * from final
