/*---
summary: >-
  Panels that the geographic step prefers for a member, if the policy gives that a weight: panels that
  members of the household have by an earlier step, and panels that the member visited in the window
  or had before. Only panels that may be assigned.
grain: [member_id, provider_id]
inputs:
  - assignment.geographic_member
  - assignment.geographic_panel
  - assignment.settled
  - staging.member
  - staging.prior
  - staging.system_of_record
  - evidence.visit_summary
  - baseline.history
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: A member that the geographic step places.}
  provider_id: {type: VARCHAR, meaning: A panel that it may give.}
  is_household: {type: BOOLEAN, meaning: "Whether a member of the household has it, and that has a weight."}
  is_relationship: {type: BOOLEAN, meaning: "Whether the member was there before, and that has a weight."}
---*/
with geographic_member as (select * from assignment.geographic_member),

geographic_panel as (select * from assignment.geographic_panel),

settled as (select * from assignment.settled),

member as (select * from staging.member),

prior as (select * from staging.prior),

system_of_record as (select * from staging.system_of_record),

visit_summary as (select * from evidence.visit_summary),

history as (select * from baseline.history),

parameter as (select * from run.parameter),

household_pmp as (
    select distinct
        member.household_id,
        settled.provider_id
    from member
    inner join settled on member.member_id = settled.member_id
    cross join parameter
    where parameter.household_miles > 0 and member.household_id is not null
),

known as (
    select member_id, provider_id from visit_summary
    union all
    select member_id, provider_id from prior
    union all
    select member_id, provider_id from system_of_record
    union all
    select member_id, provider_id from history
),

tied as (
    select
        geographic_member.member_id,
        household_pmp.provider_id,
        1 as household,
        0 as relationship
    from geographic_member
    inner join household_pmp on geographic_member.household_id = household_pmp.household_id
    union all
    select
        geographic_member.member_id,
        known.provider_id,
        0 as household,
        1 as relationship
    from geographic_member
    inner join known on geographic_member.member_id = known.member_id
    cross join parameter
    where parameter.relationship_miles > 0
),

final as (
    select
        tied.member_id,
        tied.provider_id,
        max(tied.household) = 1 as is_household,
        max(tied.relationship) = 1 as is_relationship
    from tied
    inner join geographic_panel on tied.provider_id = geographic_panel.provider_id
    group by tied.member_id, tied.provider_id
)

select * from final
