/*---
summary: >-
  Temporary exceptions that expire within the days set by the policy, and expired ones whose
  validation still fails for a request in force that no other exception covers.
grain: [request_id]
inputs:
  - book.exception
  - assignment.start_place
  - assignment.validation
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The exception.}
  validation: {type: VARCHAR, meaning: The validation that may fail.}
  to_date: {type: DATE, meaning: Its last day.}
  is_over: {type: BOOLEAN, meaning: Whether that day has passed.}
  fails_for: {type: BIGINT, meaning: "Requests in force, by part and provider, for which it fails tonight."}
---*/
with parameter as (select * from run.parameter),

temporary as (
    select
        approved.*,
        approved.to_date < parameter.as_of as is_over
    from book.exception as approved
    inner join parameter
        on approved.from_date <= parameter.as_of
        and approved.to_date <= parameter.exception_alert_until
    where approved.exception_type = 'temporary' and approved.superseded_by is null
),

failing as (
    select
        validation.*,
        start_place.facility_id
    from assignment.validation as validation
    inner join assignment.start_place as start_place
        on validation.part_type = start_place.part_type
        and validation.part_id = start_place.part_id
    where not validation.passes
),

counted as (
    select
        temporary.request_id,
        temporary.validation,
        temporary.to_date,
        temporary.is_over,
        count(failing.request_id) as fails_for,
        sum(case when failing.is_excepted or failing.request_id is null then 0 else 1 end) as uncovered
    from temporary
    left join failing
        on temporary.validation = failing.validation
        and coalesce(temporary.for_request_id, failing.request_id) = failing.request_id
        and coalesce(temporary.provider_id, failing.provider_id) = failing.provider_id
        and (
            temporary.facility_id is null
            or temporary.facility_id = coalesce(failing.facility_id, '')
        )
        and (
            temporary.member_id is null
            or (failing.part_type = 'member' and temporary.member_id = failing.part_id)
        )
    group by temporary.request_id, temporary.validation, temporary.to_date, temporary.is_over
),

final as (
    select
        request_id,
        validation,
        to_date,
        is_over,
        fails_for
    from counted
    where not is_over or uncovered > 0
)

select * from final
