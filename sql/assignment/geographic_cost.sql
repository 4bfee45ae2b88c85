/*---
summary: >-
  The cost of the PMP assigned by distance and of the nearest PMP that might be assigned (regardless
  of room), part by part in miles. Empty if the policy weighs only miles.
grain: [member_id, choice]
public: true
inputs:
  - assignment.geographic
  - assignment.geographic_member
  - assignment.geographic_tie
  - assignment.panel_language
  - staging.panel
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: A member that the geographic step has to place.}
  choice: {type: VARCHAR, meaning: "`given`, or `nearest` for the nearest panel that might be."}
  provider_id: {type: VARCHAR, meaning: The panel.}
  distance_miles: {type: DOUBLE, meaning: "Great-circle miles, rounded to 1/10,000."}
  access_standard_miles: {type: DOUBLE, meaning: The access standard of the member's county.}
  beyond_standard_miles: {type: DOUBLE, meaning: For being beyond that standard.}
  household_miles: {type: DOUBLE, meaning: For not being a PMP of the household; 0 if it has none.}
  relationship_miles: {type: DOUBLE, meaning: For not being a PMP that the member has seen; 0 if there is none.}
  language_miles: {type: DOUBLE, meaning: For not speaking the member's language; 0 if it is not known.}
  quality_tier_miles: {type: DOUBLE, meaning: For each quality tier below the first.}
  cost_miles: {type: DOUBLE, meaning: The sum.}
audits:
  the_parts_are_what_the_step_weighed: >-
    select cost.member_id from assignment.geographic_cost as cost
    inner join assignment.geographic as given on cost.member_id = given.member_id
    where cost.choice = 'given' and abs(cost.cost_miles - given.cost_miles) > 0.00005
---*/
with geographic as (select * from assignment.geographic),

geographic_member as (select * from assignment.geographic_member),

geographic_tie as (select * from assignment.geographic_tie),

panel_language as (select * from assignment.panel_language),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

chosen as (
    select
        member_id,
        'given' as choice,
        provider_id,
        distance_miles
    from geographic
    where cost_miles is not null
    union all
    select
        member_id,
        'nearest' as choice,
        nearest_provider_id as provider_id,
        nearest_distance_miles as distance_miles
    from geographic
    where nearest_provider_id is not null
),

at_stake as (
    select
        member_id,
        max(case when is_household then 1 else 0 end) = 1 as has_household,
        max(case when is_relationship then 1 else 0 end) = 1 as has_relationship
    from geographic_tie
    group by member_id
),

priced as (
    select
        chosen.member_id,
        chosen.choice,
        chosen.provider_id,
        chosen.distance_miles,
        geographic_member.access_standard_miles,
        case
            when chosen.distance_miles > geographic_member.access_standard_miles
                then parameter.beyond_standard_miles
            else 0
        end as beyond_standard_miles,
        case
            when at_stake.has_household and not coalesce(geographic_tie.is_household, false)
                then parameter.household_miles
            else 0
        end as household_miles,
        case
            when at_stake.has_relationship and not coalesce(geographic_tie.is_relationship, false)
                then parameter.relationship_miles
            else 0
        end as relationship_miles,
        case
            when geographic_member.language is not null and panel_language.provider_id is null
                then parameter.language_miles
            else 0
        end as language_miles,
        parameter.quality_tier_miles
        * (coalesce(panel.quality_tier, parameter.unrated_tier) - 1) as quality_tier_miles
    from chosen
    cross join parameter
    inner join geographic_member on chosen.member_id = geographic_member.member_id
    inner join panel on chosen.provider_id = panel.provider_id
    left join at_stake on chosen.member_id = at_stake.member_id
    left join geographic_tie
        on chosen.member_id = geographic_tie.member_id
        and chosen.provider_id = geographic_tie.provider_id
    left join panel_language
        on chosen.provider_id = panel_language.provider_id
        and geographic_member.language = panel_language.language
),

final as (
    select
        member_id,
        choice,
        provider_id,
        distance_miles,
        access_standard_miles,
        cast(beyond_standard_miles as double) as beyond_standard_miles,
        cast(household_miles as double) as household_miles,
        cast(relationship_miles as double) as relationship_miles,
        cast(language_miles as double) as language_miles,
        cast(quality_tier_miles as double) as quality_tier_miles,
        round(
            cast(
                distance_miles + beyond_standard_miles + household_miles + relationship_miles
                + language_miles + quality_tier_miles as double
            ), 4
        ) as cost_miles
    from priced
)

select * from final
