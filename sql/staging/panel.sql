/*---
summary: >-
  Each panel of the roster: a provider at one practice, with the members that it serves. If a panel
  has no age or gender limit, that of its specialty applies.
grain: [provider_id]
public: true
inputs:
  - raw.providers
  - raw.provider_licence
  - raw.provider_service_zip
  - book.panel_change
  - run.parameter
  - run.specialty
  - run.zip
columns:
  provider_id: {type: VARCHAR, meaning: The payer's key of the panel.}
  npi: {type: VARCHAR, meaning: National Provider Identifier; several panels may share it.}
  provider_name: {type: VARCHAR, meaning: As delivered.}
  specialty: {type: VARCHAR, meaning: NUCC taxonomy code.}
  practice_id: {type: VARCHAR, meaning: The practice.}
  practice_name: {type: VARCHAR, meaning: As delivered.}
  practice_tin: {type: VARCHAR, meaning: "Tax number of the practice, without hyphens."}
  address: {type: VARCHAR, meaning: As delivered.}
  city: {type: VARCHAR, meaning: As delivered.}
  state: {type: VARCHAR, meaning: "USPS code, from the ZIP where empty."}
  zip: {type: VARCHAR, meaning: Five digits.}
  latitude: {type: DOUBLE, meaning: Latitude of the location.}
  longitude: {type: DOUBLE, meaning: Longitude of the location.}
  place_source: {type: VARCHAR, meaning: coordinates or zip; null when there is no location.}
  panel_status: {type: VARCHAR, meaning: "open, established_only or closed; from a request in force, else as delivered."}
  panel_capacity: {type: INTEGER, meaning: The most members; null for no limit.}
  facility_capacity: {type: INTEGER, meaning: The most facilities.}
  daily_visit_capacity: {type: INTEGER, meaning: Visits per day.}
  weekly_hours: {type: DOUBLE, meaning: Hours per week.}
  active_from: {type: DATE, meaning: First day on the roster.}
  active_to: {type: DATE, meaning: Last day on the roster; null when open.}
  on_roster: {type: BOOLEAN, meaning: Whether it is active on the as-of date.}
  is_pmp: {type: BOOLEAN, meaning: "By its own flag, else by specialty."}
  may_be_given: {type: BOOLEAN, meaning: Whether the plan may assign it; false = only members may choose it.}
  serves_min_age: {type: INTEGER, meaning: Youngest age served; null for no limit.}
  serves_max_age: {type: INTEGER, meaning: Oldest age served; null for no limit.}
  serves_gender: {type: VARCHAR, meaning: The only gender served; null for all.}
  service_radius_miles: {type: DOUBLE, meaning: Members up to this distance are covered.}
  has_service_zips: {type: BOOLEAN, meaning: Whether it lists the ZIP codes that it covers.}
  quality_tier: {type: INTEGER, meaning: 1 = best to 5; null when it has none.}
  licence_lost: {type: BOOLEAN, meaning: "Whether it lists states of license, but not the state where it practices."}
---*/
with providers as (select * from raw.providers),

parameter as (select * from run.parameter),

specialty as (select * from run.specialty),

zip as (select * from run.zip),

service_zip as (select distinct provider_id from raw.provider_service_zip),

provider_licence as (
    select distinct
        provider_id,
        state
    from raw.provider_licence
    where state is not null
),

changed as (
    select
        panel_change.provider_id,
        panel_change.panel_status,
        row_number() over (
            partition by panel_change.provider_id
            order by
                panel_change.from_date desc nulls last,
                panel_change.request_id nulls last
        ) as change_rank
    from book.panel_change as panel_change
    inner join run.parameter as parameter
        on panel_change.from_date <= parameter.as_of
        and panel_change.to_date >= parameter.as_of
),

licensed as (
    select provider_id
    from provider_licence
    group by provider_id
),

final as (
    select
        providers.provider_id,
        providers.npi,
        providers.provider_name,
        providers.specialty,
        providers.practice_id,
        providers.practice_name,
        replace(providers.practice_tin, '-', '') as practice_tin,
        providers.address,
        providers.city,
        coalesce(providers.state, zip.state) as state,
        providers.zip,
        case
            when providers.latitude is not null and providers.longitude is not null
                then providers.latitude
            else zip.latitude
        end as latitude,
        case
            when providers.latitude is not null and providers.longitude is not null
                then providers.longitude
            else zip.longitude
        end as longitude,
        case
            when providers.latitude is not null and providers.longitude is not null
                then 'coordinates'
            when zip.zip is not null then 'zip'
        end as place_source,
        coalesce(changed.panel_status, providers.panel_status) as panel_status,
        cast(providers.panel_capacity as integer) as panel_capacity,
        cast(providers.facility_capacity as integer) as facility_capacity,
        cast(providers.daily_visit_capacity as integer) as daily_visit_capacity,
        cast(providers.weekly_hours as double) as weekly_hours,
        providers.active_from,
        providers.active_to,
        providers.active_from <= parameter.as_of
        and coalesce(providers.active_to >= parameter.as_of, true) as on_roster,
        coalesce(providers.pmp = 'Y', specialty.specialty is not null) as is_pmp,
        coalesce(specialty.may_be_given, true) as may_be_given,
        cast(coalesce(providers.min_age, specialty.min_age) as integer) as serves_min_age,
        cast(coalesce(providers.max_age, specialty.max_age) as integer) as serves_max_age,
        coalesce(providers.gender_served, specialty.gender) as serves_gender,
        cast(providers.service_radius_miles as double) as service_radius_miles,
        service_zip.provider_id is not null as has_service_zips,
        cast(providers.quality_tier as integer) as quality_tier,
        licensed.provider_id is not null
        and coalesce(providers.state, zip.state) is not null
        and provider_licence.provider_id is null as licence_lost
    from providers
    cross join parameter
    left join specialty on providers.specialty = specialty.specialty
    left join zip on providers.zip = zip.zip
    left join service_zip on providers.provider_id = service_zip.provider_id
    left join changed on providers.provider_id = changed.provider_id and changed.change_rank = 1
    left join licensed on providers.provider_id = licensed.provider_id
    left join provider_licence
        on providers.provider_id = provider_licence.provider_id
        and coalesce(providers.state, zip.state) = provider_licence.state
)

select * from final
