/*---
summary: >-
  Report: covered members who require no PMP, with the PMP that the system of record shows anyway.
  They are in no other relation or list.
grain: [member_id]
inputs: [staging.member, staging.system_of_record]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The line of the span that decided.}
  plan_id: {type: VARCHAR, meaning: The plan of that span.}
  recorded_provider_id: {type: VARCHAR, meaning: The PMP in the system of record; empty = none.}
  recorded_effective_date: {type: DATE, meaning: Its effective date.}
---*/
with member as (
    select * from staging.member where status = 'pmp_not_required'
),

system_of_record as (select * from staging.system_of_record),

final as (
    select
        member.member_id,
        member.line_of_business,
        member.plan_id,
        system_of_record.provider_id as recorded_provider_id,
        system_of_record.effective_date as recorded_effective_date
    from member
    left join system_of_record on member.member_id = system_of_record.member_id
)

select * from final
