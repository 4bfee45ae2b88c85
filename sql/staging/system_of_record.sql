/*---
summary: Whom the payer's system of record has each member assigned to; empty when the feed did not come.
grain: [member_id]
public: true
inputs: [raw.current_assignments]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP there.}
  effective_date: {type: DATE, meaning: Since when.}
  basis: {type: VARCHAR, meaning: "Why, in the payer's words; self_selection and facility are ours too."}
---*/
with current_assignments as (select * from raw.current_assignments),

final as (
    select
        member_id,
        provider_id,
        effective_date,
        basis
    from current_assignments
)

select * from final
