/*---
summary: "Which claim corrects which. Denied and pending lines correct nothing."
grain: [claim_id, original_claim_id]
inputs: [raw.claims]
columns:
  claim_id: {type: VARCHAR, meaning: The claim that replaces or voids another.}
  original_claim_id: {type: VARCHAR, meaning: The claim that it replaces or voids.}
---*/
with final as (
    select
        claim_id,
        original_claim_id
    from raw.claims
    where
        claim_status not in ('denied', 'pending')
        and original_claim_id <> claim_id
    group by claim_id, original_claim_id
)

select * from final
