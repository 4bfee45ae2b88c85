/*---
summary: >-
  Each member with an accepted enrollment row, described by one of their spans: among those that cover
  the as-of date, that of the line of business that comes first in the policy, then the latest
  coverage_start, then the lowest line_of_business and plan_id; without a covering span, the latest
  span.
grain: [member_id]
public: true
inputs:
  - raw.enrollment
  - staging.unbroken_coverage
  - run.parameter
  - run.line_of_business
  - run.zip
  - run.county
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  status: {type: VARCHAR, meaning: "eligible, died (before the as-of date), not_covered or pmp_not_required."}
  eligible: {type: BOOLEAN, meaning: Whether they are assigned and attributed tonight.}
  line_of_business: {type: VARCHAR, meaning: From the chosen span.}
  plan_id: {type: VARCHAR, meaning: From the chosen span.}
  coverage_start: {type: DATE, meaning: From the chosen span.}
  coverage_end: {type: DATE, meaning: "From the chosen span, inclusive; 9999-12-31 when open."}
  unbroken_since: {type: DATE, meaning: First day of their unbroken coverage; null when not covered.}
  covering_spans: {type: INTEGER, meaning: Spans that cover the as-of date.}
  household_id: {type: VARCHAR, meaning: Shared by members who live together.}
  first_name: {type: VARCHAR, meaning: As delivered.}
  last_name: {type: VARCHAR, meaning: As delivered.}
  birth_date: {type: DATE, meaning: As delivered.}
  age: {type: INTEGER, meaning: Completed years on the as-of date.}
  age_months: {type: INTEGER, meaning: Completed months on the as-of date.}
  gender: {type: VARCHAR, meaning: "F, M or U."}
  address: {type: VARCHAR, meaning: As delivered.}
  city: {type: VARCHAR, meaning: As delivered.}
  state: {type: VARCHAR, meaning: "USPS code, from the ZIP or county where empty."}
  zip: {type: VARCHAR, meaning: Five digits.}
  county_fips: {type: VARCHAR, meaning: "State and county, from the ZIP where empty."}
  latitude: {type: DOUBLE, meaning: Latitude of the location.}
  longitude: {type: DOUBLE, meaning: Longitude of the location.}
  place_source: {type: VARCHAR, meaning: "coordinates, zip or county; null when there is no location."}
  phone: {type: VARCHAR, meaning: As delivered.}
  language: {type: VARCHAR, meaning: As delivered.}
  facility_id: {type: VARCHAR, meaning: The facility where they live.}
  death_date: {type: DATE, meaning: The earliest on any accepted row.}
  medicaid_id: {type: VARCHAR, meaning: As delivered.}
  redetermination_date: {type: DATE, meaning: When eligibility is renewed.}
  locked_provider_id: {type: VARCHAR, meaning: The provider that they are locked in to.}
  locked_until: {type: DATE, meaning: "Last day of the lock-in, inclusive; null when open."}
  restricted: {type: BOOLEAN, meaning: Whether lists may show them only by id.}
audits:
  eligible_agrees_with_status: select * from staging.member where eligible <> (status = 'eligible')
  eligible_members_are_covered: select * from staging.member where eligible and unbroken_since is null
---*/
with enrollment as (select * from raw.enrollment),

unbroken_coverage as (select * from staging.unbroken_coverage),

parameter as (select * from run.parameter),

line_of_business as (select * from run.line_of_business),

zip as (select * from run.zip),

county as (select * from run.county),

compared as (
    select
        enrollment.file_rank,
        enrollment.record,
        enrollment.member_id,
        enrollment.line_of_business,
        enrollment.plan_id,
        enrollment.coverage_start,
        enrollment.death_date,
        line_of_business.line_rank,
        parameter.as_of,
        enrollment.coverage_start <= parameter.as_of
        and coalesce(enrollment.coverage_end >= parameter.as_of, true) as covers_as_of
    from enrollment
    cross join parameter
    left join line_of_business
        on enrollment.line_of_business = line_of_business.line_of_business
),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id
            order by
                case when covers_as_of then 0 else 1 end nulls last,
                case when covers_as_of then line_rank end nulls last,
                coverage_start desc nulls last,
                line_of_business nulls last,
                coalesce(plan_id, '') nulls last
        ) as choice
    from compared
),

chosen as (
    select
        enrollment.*,
        ranked.as_of,
        ranked.covers_as_of
    from ranked
    inner join enrollment
        on ranked.file_rank = enrollment.file_rank
        and ranked.record = enrollment.record
    where ranked.choice = 1
),

known as (
    select
        member_id,
        min(death_date) as death_date,
        cast(sum(case when covers_as_of then 1 else 0 end) as integer) as covering_spans
    from compared
    group by member_id
),

judged as (
    select
        chosen.*,
        known.death_date as earliest_death_date,
        known.covering_spans,
        case
            when known.death_date < chosen.as_of then 'died'
            when not chosen.covers_as_of then 'not_covered'
            when chosen.pmp_required = 'N' then 'pmp_not_required'
            else 'eligible'
        end as status,
        coalesce(chosen.county_fips, zip.county_fips) as county,
        zip.state as zip_state,
        zip.latitude as zip_latitude,
        zip.longitude as zip_longitude,
        case
            when chosen.latitude is not null and chosen.longitude is not null then 'coordinates'
            when zip.zip is not null then 'zip'
        end as place_source_at_hand
    from chosen
    inner join known on chosen.member_id = known.member_id
    left join zip on chosen.zip = zip.zip
),

placed as (
    select
        judged.*,
        county.latitude as county_latitude,
        county.longitude as county_longitude,
        county.state as county_state,
        coalesce(
            judged.place_source_at_hand,
            case when county.county_fips is not null then 'county' end
        ) as place_source
    from judged
    left join county on judged.county = county.county_fips
),

final as (
    select
        placed.member_id,
        placed.status,
        placed.status = 'eligible' as eligible,
        placed.line_of_business,
        placed.plan_id,
        placed.coverage_start,
        coalesce(placed.coverage_end, date '9999-12-31') as coverage_end,
        unbroken_coverage.unbroken_since,
        placed.covering_spans,
        placed.household_id,
        placed.first_name,
        placed.last_name,
        placed.birth_date,
        cast(
            year(placed.as_of) - year(placed.birth_date)
            - case
                when month(placed.as_of) * 100 + day(placed.as_of)
                    < month(placed.birth_date) * 100 + day(placed.birth_date)
                    then 1
                else 0
            end as integer
        ) as age,
        cast(
            (year(placed.as_of) - year(placed.birth_date)) * 12
            + month(placed.as_of) - month(placed.birth_date)
            - case when day(placed.as_of) < day(placed.birth_date) then 1 else 0 end as integer
        ) as age_months,
        coalesce(placed.gender, 'U') as gender,
        placed.address,
        placed.city,
        coalesce(placed.state, placed.zip_state, placed.county_state) as state,
        placed.zip,
        placed.county as county_fips,
        case placed.place_source
            when 'coordinates' then placed.latitude
            when 'zip' then placed.zip_latitude
            when 'county' then placed.county_latitude
        end as latitude,
        case placed.place_source
            when 'coordinates' then placed.longitude
            when 'zip' then placed.zip_longitude
            when 'county' then placed.county_longitude
        end as longitude,
        placed.place_source,
        placed.phone,
        placed.language,
        placed.facility_id,
        placed.earliest_death_date as death_date,
        placed.medicaid_id,
        placed.redetermination_date,
        placed.locked_provider_id,
        placed.locked_until,
        coalesce(placed.restricted = 'Y', false) as restricted
    from placed
    left join unbroken_coverage on placed.member_id = unbroken_coverage.member_id
)

select * from final
