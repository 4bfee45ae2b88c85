/*---
summary: >-
  Report: members who keep their last assignment because their enrollment row was rejected, with
  the row to correct and the reason.
grain: [member_id, file, record]
inputs: [assignment.not_evaluated, raw.rejected_row]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The PMP that the member keeps.}
  basis: {type: VARCHAR, meaning: The basis of that assignment.}
  effective_date: {type: DATE, meaning: When it began.}
  attributed_provider_id: {type: VARCHAR, meaning: The PMP that the member stays attributed to.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed.}
  file: {type: VARCHAR, meaning: "The file, relative to the lake."}
  record: {type: BIGINT, meaning: "The data record in it, from 1."}
  rejected_column: {type: VARCHAR, meaning: The column that failed.}
  rejected_reason: {type: VARCHAR, meaning: Why.}
---*/
with not_evaluated as (select * from assignment.not_evaluated),

rejected as (
    select * from raw.rejected_row where feed = 'enrollment'
),

final as (
    select
        not_evaluated.member_id,
        not_evaluated.provider_id,
        not_evaluated.basis,
        not_evaluated.effective_date,
        not_evaluated.attributed_provider_id,
        not_evaluated.attribution_type,
        rejected.file,
        rejected.record,
        rejected."column" as rejected_column,
        rejected.reason as rejected_reason
    from not_evaluated
    inner join rejected on not_evaluated.member_id = rejected.member_id
)

select * from final
