/*---
summary: >-
  Facilities where members live and that have no primary provider tonight. By policy, either each such
  facility needs one, or only those that have or had one in the book. A request in the book that did
  not start, or ended, is shown with the reason.
grain: [facility_id]
inputs:
  - staging.facility
  - staging.member
  - assignment.request_start
  - book.facility_assignment
  - run.parameter
columns:
  facility_id: {type: VARCHAR, meaning: The facility.}
  residents: {type: BIGINT, meaning: Eligible members who live there.}
  request_id: {type: VARCHAR, meaning: The request that should provide one; null = none.}
  provider_id: {type: VARCHAR, meaning: The provider that it names.}
  why: {type: VARCHAR, meaning: "`not_started` or `ended`, with the reason."}
---*/
with facility as (select * from staging.facility),

parameter as (select * from run.parameter),

resident as (
    select
        facility_id,
        count(*) as residents
    from staging.member
    where eligible and facility_id is not null
    group by facility_id
),

-- The book has one primary provider per facility in force at a time.
primary_start as (
    select
        part_id as facility_id,
        request_id,
        provider_id,
        state,
        reason
    from assignment.request_start
    where part_type = 'facility' and role = 'primary'
),

booked as (
    select distinct facility_id
    from book.facility_assignment
    where role = 'primary'
),

final as (
    select
        facility.facility_id,
        resident.residents,
        primary_start.request_id,
        primary_start.provider_id,
        primary_start.state || coalesce(', ' || primary_start.reason, '') as why
    from facility
    cross join parameter
    inner join resident on facility.facility_id = resident.facility_id
    left join primary_start on facility.facility_id = primary_start.facility_id
    left join booked on facility.facility_id = booked.facility_id
    where
        facility.is_residential
        and coalesce(primary_start.state, '') <> 'started'
        and (parameter.every_facility_needs_provider or booked.facility_id is not null)
)

select * from final
