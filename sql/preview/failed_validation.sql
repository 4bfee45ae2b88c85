/*---
summary: The validations that fail without an exception, and would keep the request from starting.
grain: [part_type, part_id, provider_id, validation_rank]
inputs: [preview.request, assignment.validation]
columns:
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the absent provider."}
  provider_id: {type: VARCHAR, meaning: Who is to take them.}
  validation_rank: {type: INTEGER, meaning: "The order of the validations, from 1."}
  validation: {type: VARCHAR, meaning: "licensing, credentials, availability, geography or insurance."}
  reason: {type: VARCHAR, meaning: What fails.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit that it was compared with.}
---*/
with request as (select * from preview.request),

validation as (select * from assignment.validation),

final as (
    select
        validation.part_type,
        validation.part_id,
        validation.provider_id,
        validation.validation_rank,
        validation.validation,
        validation.reason,
        validation.found,
        validation.limit_value
    from validation
    inner join request on validation.request_id = request.request_id
    where not validation.passes and not validation.is_excepted
)

select * from final
