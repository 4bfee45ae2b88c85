/*---
summary: >-
  Report: members left unassigned, with the three nearest PMPs that take their line of business and
  the test that each fails. For manual assignment.
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - assignment.nearest
  - staging.member
  - staging.panel
  - run.county
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  reason: {type: VARCHAR, meaning: Why no PMP could be assigned.}
  line_of_business: {type: VARCHAR, meaning: The line that a PMP must take.}
  age: {type: INTEGER, meaning: Completed years; empty for a restricted member.}
  gender: {type: VARCHAR, meaning: "F, M or U; empty for a restricted member."}
  county: {type: VARCHAR, meaning: The member's county; empty for a restricted member.}
  state: {type: VARCHAR, meaning: The member's state.}
  nearest_1_provider_id: {type: VARCHAR, meaning: The nearest PMP.}
  nearest_1_provider_name: {type: VARCHAR, meaning: Their name.}
  nearest_1_miles: {type: DOUBLE, meaning: Miles to them.}
  nearest_1_stopped_by: {type: VARCHAR, meaning: The first test that they fail.}
  nearest_2_provider_id: {type: VARCHAR, meaning: The second nearest.}
  nearest_2_provider_name: {type: VARCHAR, meaning: Their name.}
  nearest_2_miles: {type: DOUBLE, meaning: Miles to them.}
  nearest_2_stopped_by: {type: VARCHAR, meaning: The first test that they fail.}
  nearest_3_provider_id: {type: VARCHAR, meaning: The third nearest.}
  nearest_3_provider_name: {type: VARCHAR, meaning: Their name.}
  nearest_3_miles: {type: DOUBLE, meaning: Miles to them.}
  nearest_3_stopped_by: {type: VARCHAR, meaning: The first test that they fail.}
---*/
with assigned as (select * from assignment.assigned_provider),

member as (select * from staging.member),

county as (select * from run.county),

near as (
    select
        nearest.member_id,
        nearest.nearest_rank,
        nearest.provider_id,
        panel.provider_name,
        nearest.distance_miles,
        nearest.stopped_by
    from assignment.nearest as nearest
    left join staging.panel as panel on nearest.provider_id = panel.provider_id
),

final as (
    select
        assigned.member_id,
        assigned.reason,
        member.line_of_business,
        case when not member.restricted then member.age end as age,
        case when not member.restricted then member.gender end as gender,
        case when not member.restricted then county.county_name end as county,
        member.state,
        first_near.provider_id as nearest_1_provider_id,
        first_near.provider_name as nearest_1_provider_name,
        first_near.distance_miles as nearest_1_miles,
        first_near.stopped_by as nearest_1_stopped_by,
        second_near.provider_id as nearest_2_provider_id,
        second_near.provider_name as nearest_2_provider_name,
        second_near.distance_miles as nearest_2_miles,
        second_near.stopped_by as nearest_2_stopped_by,
        third_near.provider_id as nearest_3_provider_id,
        third_near.provider_name as nearest_3_provider_name,
        third_near.distance_miles as nearest_3_miles,
        third_near.stopped_by as nearest_3_stopped_by
    from assigned
    inner join member on assigned.member_id = member.member_id
    left join county on member.county_fips = county.county_fips
    left join near as first_near
        on assigned.member_id = first_near.member_id and first_near.nearest_rank = 1
    left join near as second_near
        on assigned.member_id = second_near.member_id and second_near.nearest_rank = 2
    left join near as third_near
        on assigned.member_id = third_near.member_id and third_near.nearest_rank = 3
    where assigned.provider_id is null
)

select * from final
