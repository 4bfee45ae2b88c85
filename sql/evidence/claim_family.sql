/*---
summary: >-
  Claims that belong together: all that original_claim_id connects, directly or through others. Denied
  and pending lines connect nothing. A claim that is not here is a family of its own.
grain: [claim_id]
inputs: [evidence.claim_component, evidence.claim_node]
columns:
  claim_id: {type: VARCHAR, meaning: A claim that corrects another or is corrected.}
  family_id: {type: VARCHAR, meaning: "The lowest claim_id of the family, bytewise."}
---*/
with claim_component as (select * from evidence.claim_component),

claim_node as (select * from evidence.claim_node),

final as (
    select
        claim_node.claim_id,
        family.claim_id as family_id
    from claim_component
    inner join claim_node on claim_component.node = claim_node.node
    inner join claim_node as family on claim_component.root = family.node
)

select * from final
