/*---
summary: >-
  The five validations of every request in force, each with its facts, and the approved exception
  that allows a failure. All run every night; they decide on the night when the request starts.
grain: [request_id, part_type, part_id, provider_id, validation]
public: true
inputs:
  - assignment.validation_licensing
  - assignment.validation_credentials
  - assignment.validation_availability
  - assignment.validation_geography
  - assignment.validation_insurance
  - assignment.start_place
  - book.exception
  - run.panel_test
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "licensing, credentials, availability, geography or insurance."}
  validation_rank: {type: INTEGER, meaning: "In this order, from 1."}
  passes: {type: BOOLEAN, meaning: Whether it passes by itself.}
  reason: {type: VARCHAR, meaning: What fails; null where it passes.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  exception_request_id: {type: VARCHAR, meaning: "An approved exception in force that covers it, the lowest of several; null = none."}
  exception_until: {type: DATE, meaning: The last day of that exception.}
  is_excepted:
    type: BOOLEAN
    meaning: >-
      It fails and the exception allows it. No exception admits a provider who is not on the roster
      or not a PMP or who dismissed the member, or a member who is not covered.
---*/
with requested as (
    select *, 1 as validation_rank from assignment.validation_licensing
    union all
    select *, 2 from assignment.validation_credentials
    union all
    select *, 3 from assignment.validation_availability
    union all
    select *, 4 from assignment.validation_geography
    union all
    select *, 5 from assignment.validation_insurance
),

start_place as (select * from assignment.start_place),

approved as (select * from book.exception),

panel_test as (select * from run.panel_test),

parameter as (select * from run.parameter),

covering as (
    select
        requested.request_id,
        requested.part_type,
        requested.part_id,
        requested.provider_id,
        requested.validation,
        approved.request_id as exception_request_id,
        approved.to_date as exception_until,
        row_number() over (
            partition by
                requested.request_id,
                requested.part_type,
                requested.part_id,
                requested.provider_id,
                requested.validation
            order by approved.request_id nulls last
        ) as exception_rank
    from requested
    cross join parameter
    inner join start_place
        on requested.part_type = start_place.part_type
        and requested.part_id = start_place.part_id
    inner join approved
        on requested.validation = approved.validation
        and approved.from_date <= parameter.as_of
        and approved.to_date >= parameter.as_of
        and coalesce(approved.for_request_id, requested.request_id) = requested.request_id
        and coalesce(approved.provider_id, requested.provider_id) = requested.provider_id
        and (
            approved.facility_id is null
            or approved.facility_id = coalesce(start_place.facility_id, '')
        )
        and (
            approved.member_id is null
            or (requested.part_type = 'member' and approved.member_id = requested.part_id)
        )
),

final as (
    select
        requested.request_id,
        requested.part_type,
        requested.part_id,
        requested.provider_id,
        requested.validation,
        requested.validation_rank,
        requested.reason is null as passes,
        requested.reason,
        requested.found,
        requested.limit_value,
        covering.exception_request_id,
        covering.exception_until,
        requested.reason is not null
        and panel_test.exception is not null
        and covering.exception_request_id is not null as is_excepted
    from requested
    left join covering
        on requested.request_id = covering.request_id
        and requested.part_type = covering.part_type
        and requested.part_id = covering.part_id
        and requested.provider_id = covering.provider_id
        and requested.validation = covering.validation
        and covering.exception_rank = 1
    left join panel_test on requested.reason = panel_test.test
)

select * from final
