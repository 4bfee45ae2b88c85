/*---
summary: >-
  The PMP of each member in the payer's system of record; empty when the feed was not delivered. A
  member whose only row tonight was rejected keeps the row that the baseline had.
grain: [member_id]
public: true
inputs: [raw.current_assignments, raw.rejected_row, baseline.system_of_record]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP there.}
  effective_date: {type: DATE, meaning: The effective date there.}
  basis: {type: VARCHAR, meaning: "The basis in the payer's words; of these, self_selection and facility have a meaning here."}
---*/
with current_assignments as (select * from raw.current_assignments),

rejected_row as (select * from raw.rejected_row),

seen_before as (select * from baseline.system_of_record),

rejected as (
    select member_id
    from rejected_row
    where feed = 'current_assignments' and member_id is not null
    group by member_id
),

final as (
    select
        member_id,
        provider_id,
        effective_date,
        basis
    from current_assignments
    union all
    select
        seen_before.member_id,
        seen_before.provider_id,
        seen_before.effective_date,
        seen_before.basis
    from seen_before
    inner join rejected on seen_before.member_id = rejected.member_id
    left join current_assignments on seen_before.member_id = current_assignments.member_id
    where current_assignments.member_id is null
)

select * from final
