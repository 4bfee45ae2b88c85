/*---
summary: The facilities, and whether people live there.
grain: [facility_id]
public: true
inputs: [raw.facilities, run.facility_type, run.zip]
columns:
  facility_id: {type: VARCHAR, meaning: The facility.}
  facility_name: {type: VARCHAR, meaning: As delivered.}
  facility_type: {type: VARCHAR, meaning: As delivered.}
  is_residential: {type: BOOLEAN, meaning: Whether people live in facilities of this type.}
  address: {type: VARCHAR, meaning: As delivered.}
  city: {type: VARCHAR, meaning: As delivered.}
  state: {type: VARCHAR, meaning: USPS code.}
  zip: {type: VARCHAR, meaning: Five digits.}
  latitude: {type: DOUBLE, meaning: Latitude of the location.}
  longitude: {type: DOUBLE, meaning: Longitude of the location.}
  place_source: {type: VARCHAR, meaning: coordinates or zip; null when there is no location.}
---*/
with facilities as (select * from raw.facilities),

facility_type as (select * from run.facility_type),

zip as (select * from run.zip),

final as (
    select
        facilities.facility_id,
        facilities.facility_name,
        facilities.facility_type,
        facility_type.facility_type is not null as is_residential,
        facilities.address,
        facilities.city,
        facilities.state,
        facilities.zip,
        case
            when facilities.latitude is not null and facilities.longitude is not null
                then facilities.latitude
            else zip.latitude
        end as latitude,
        case
            when facilities.latitude is not null and facilities.longitude is not null
                then facilities.longitude
            else zip.longitude
        end as longitude,
        case
            when facilities.latitude is not null and facilities.longitude is not null
                then 'coordinates'
            when zip.zip is not null then 'zip'
        end as place_source
    from facilities
    left join facility_type
        on replace(replace(lower(trim(facilities.facility_type)), ' ', '_'), '-', '_')
        = facility_type.facility_type
    left join zip on facilities.zip = zip.zip
)

select * from final
