/*---
summary: How many members each panel has after the night, those who were not evaluated among them.
grain: [provider_id]
inputs: [assignment.assigned_provider, assignment.not_evaluated]
columns:
  provider_id: {type: VARCHAR, meaning: A panel with a member.}
  members: {type: INTEGER, meaning: Its members.}
---*/
with assigned as (select * from assignment.assigned_provider),

not_evaluated as (select * from assignment.not_evaluated),

member as (
    select provider_id from assigned
    union all
    select provider_id from not_evaluated
),

final as (
    select
        provider_id,
        cast(count(*) as integer) as members
    from member
    where provider_id is not null
    group by provider_id
)

select * from final
