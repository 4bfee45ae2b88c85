/*---
summary: "The claims that correct another or are corrected, numbered from 0 in the bytewise order of claim_id."
grain: [claim_id]
inputs: [evidence.claim_correction]
columns:
  claim_id: {type: VARCHAR, meaning: A claim that corrects another or is corrected.}
  node: {type: INTEGER, meaning: "Its number, from 0; the lowest claim_id has the lowest."}
---*/
with claim as (
    select claim_id from evidence.claim_correction
    union
    select original_claim_id as claim_id from evidence.claim_correction
),

final as (
    select
        claim_id,
        cast(row_number() over (order by claim_id nulls last) - 1 as integer) as node
    from claim
)

select * from final
