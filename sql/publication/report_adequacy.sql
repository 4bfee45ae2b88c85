/*---
summary: >-
  Report: how well the network serves each county, line of business and age group: the share of
  members with one and with two accepting PMPs within the access standard, and members per accepting
  PMP of the county. An accepting PMP is eligible, may be assigned by the plan, and has an open panel.
grain: [county_fips, line_of_business, age_group]
inputs:
  - assignment.reach
  - staging.member
  - staging.panel
  - staging.eligible_pmp
  - run.county
  - run.zip
columns:
  county_fips: {type: VARCHAR, meaning: "State and county; `unknown` where the county is not known."}
  county: {type: VARCHAR, meaning: Its name.}
  state: {type: VARCHAR, meaning: USPS code.}
  line_of_business: {type: VARCHAR, meaning: The line.}
  age_group: {type: VARCHAR, meaning: "`adult` from 18 years, else `child`."}
  members: {type: BIGINT, meaning: Eligible members.}
  members_located: {type: BIGINT, meaning: Members with a known place; the base of the shares.}
  share_within_one: {type: DOUBLE, meaning: "Share with at least one accepting PMP within the standard."}
  share_within_two: {type: DOUBLE, meaning: "Share with at least two."}
  accepting_pmps: {type: BIGINT, meaning: Accepting PMPs of the county who serve any age of the group.}
  members_per_pmp: {type: DOUBLE, meaning: "Members for each accepting PMP; empty where there is none."}
---*/
with reach as (select * from assignment.reach),

county as (select * from run.county),

eligible as (
    select
        member_id,
        coalesce(county_fips, 'unknown') as county_fips,
        line_of_business,
        case when age >= 18 then 'adult' else 'child' end as age_group
    from staging.member
    where eligible
),

counted as (
    select
        eligible.county_fips,
        eligible.line_of_business,
        eligible.age_group,
        count(*) as members,
        count(reach.member_id) as members_located,
        count(case when reach.accepting_pmps >= 1 then 1 end) as within_one,
        count(case when reach.accepting_pmps >= 2 then 1 end) as within_two
    from eligible
    left join reach on eligible.member_id = reach.member_id
    group by eligible.county_fips, eligible.line_of_business, eligible.age_group
),

accepting as (
    select
        zip.county_fips,
        eligible_pmp.line_of_business,
        panel.provider_id,
        coalesce(panel.serves_min_age, 0) as serves_min_age,
        coalesce(panel.serves_max_age, 200) as serves_max_age
    from staging.eligible_pmp as eligible_pmp
    inner join staging.panel as panel on eligible_pmp.provider_id = panel.provider_id
    inner join run.zip as zip on panel.zip = zip.zip
    where panel.may_be_given and panel.panel_status = 'open'
),

offered as (
    select
        county_fips,
        line_of_business,
        'child' as age_group,
        count(*) as accepting_pmps
    from accepting
    where serves_min_age < 18
    group by county_fips, line_of_business
    union all
    select
        county_fips,
        line_of_business,
        'adult',
        count(*)
    from accepting
    where serves_max_age >= 18
    group by county_fips, line_of_business
),

final as (
    select
        counted.county_fips,
        county.county_name as county,
        county.state,
        counted.line_of_business,
        counted.age_group,
        counted.members,
        counted.members_located,
        round(cast(counted.within_one as double) / nullif(counted.members_located, 0), 4)
            as share_within_one,
        round(cast(counted.within_two as double) / nullif(counted.members_located, 0), 4)
            as share_within_two,
        coalesce(offered.accepting_pmps, 0) as accepting_pmps,
        round(cast(counted.members as double) / offered.accepting_pmps, 1) as members_per_pmp
    from counted
    left join county on counted.county_fips = county.county_fips
    left join offered
        on counted.county_fips = offered.county_fips
        and counted.line_of_business = offered.line_of_business
        and counted.age_group = offered.age_group
)

select * from final
