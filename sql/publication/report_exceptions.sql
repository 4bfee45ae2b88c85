/*---
summary: >-
  Report: requested exceptions with the validations that they excuse and whether these still fail;
  requests in force that did not start, that a night ended, or that continue despite a failed
  validation; and PMPs who were requested by name and are not assigned.
grain: [what, exception_request_id, request_id, part_type, part_id, provider_id, validation]
inputs:
  - book.request
  - book.exception
  - assignment.request_start
  - assignment.validation
  - assignment.start_place
  - assignment.exception
  - run.parameter
columns:
  what:
    type: VARCHAR
    meaning: >-
      `exception` (one row for each validation that it covers, one where it covers none),
      `not_started`, `ended`, `fails` (in force, although it fails) or `not_honoured`.
  state: {type: VARCHAR, meaning: "The state of an exception: pending, scheduled, in_force, ended, …"}
  exception_request_id: {type: VARCHAR, meaning: The exception; empty text where there is none.}
  exception_type: {type: VARCHAR, meaning: "request, justification or temporary; empty while it is not approved."}
  from_date: {type: DATE, meaning: First day of the exception.}
  to_date: {type: DATE, meaning: Its last day; empty when open.}
  ends: {type: VARCHAR, meaning: "`over`, `soon` (with an alert) or empty."}
  request_id: {type: VARCHAR, meaning: "The request for which the validation fails; empty text where there is none."}
  part_type: {type: VARCHAR, meaning: "facility, member or provider; empty text where there is none."}
  part_id: {type: VARCHAR, meaning: Its id.}
  provider_id: {type: VARCHAR, meaning: The requested provider.}
  validation: {type: VARCHAR, meaning: "The validation, or the step; empty text where the exception is not approved."}
  still_fails: {type: BOOLEAN, meaning: Whether it fails tonight.}
  reason: {type: VARCHAR, meaning: The reason code of the failure.}
  found: {type: VARCHAR, meaning: The value that was found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  since: {type: DATE, meaning: "The day since which it has not started, or the day it ended."}
  detail: {type: VARCHAR, meaning: "What was requested, in a few words, and the reason."}
---*/
with request as (select * from book.request),

approved as (select * from book.exception),

parameter as (select * from run.parameter),

request_start as (select * from assignment.request_start),

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

requested as (
    select
        'exception' as what,
        request.state,
        request.request_id as exception_request_id,
        approved.exception_type,
        request.from_date,
        request.to_date,
        case
            when request.to_date < parameter.as_of then 'over'
            when approved.exception_type = 'temporary'
                and request.to_date <= parameter.exception_alert_until then 'soon'
        end as ends,
        coalesce(failing.request_id, approved.for_request_id, '') as request_id,
        coalesce(failing.part_type, '') as part_type,
        coalesce(failing.part_id, '') as part_id,
        coalesce(failing.provider_id, approved.provider_id, '') as provider_id,
        coalesce(approved.validation, '') as validation,
        failing.request_id is not null as still_fails,
        failing.reason,
        failing.found,
        failing.limit_value,
        cast(null as date) as since,
        request.asked || ': ' || request.reason as detail
    from request
    cross join parameter
    left join approved on request.request_id = approved.request_id
    left join failing
        on approved.validation = failing.validation
        and coalesce(approved.for_request_id, failing.request_id) = failing.request_id
        and coalesce(approved.provider_id, failing.provider_id) = failing.provider_id
        and (
            approved.facility_id is null
            or approved.facility_id = coalesce(failing.facility_id, '')
        )
        and (
            approved.member_id is null
            or (failing.part_type = 'member' and approved.member_id = failing.part_id)
        )
    where
        request.kind = 'exception'
        and request.state not in ('rejected', 'withdrawn')
),

stopped as (
    select
        request_start.state as what,
        cast(null as varchar) as state,
        '' as exception_request_id,
        cast(null as varchar) as exception_type,
        cast(null as date) as from_date,
        cast(null as date) as to_date,
        cast(null as varchar) as ends,
        request_start.request_id,
        request_start.part_type,
        request_start.part_id,
        request_start.provider_id,
        coalesce(request_start.failed_validation, '') as validation,
        failing.request_id is not null as still_fails,
        coalesce(request_start.ended_reason, request_start.reason) as reason,
        request_start.found,
        request_start.limit_value,
        coalesce(request_start.ended_on, request_start.first_refused_on) as since,
        request.asked as detail
    from request_start
    inner join request on request_start.request_id = request.request_id
    left join failing
        on request_start.request_id = failing.request_id
        and request_start.part_type = failing.part_type
        and request_start.part_id = failing.part_id
        and request_start.provider_id = failing.provider_id
        and request_start.failed_validation = failing.validation
    where request_start.state <> 'started'
),

going_on as (
    select
        'fails' as what,
        cast(null as varchar) as state,
        '' as exception_request_id,
        cast(null as varchar) as exception_type,
        cast(null as date) as from_date,
        cast(null as date) as to_date,
        cast(null as varchar) as ends,
        failing.request_id,
        failing.part_type,
        failing.part_id,
        failing.provider_id,
        failing.validation,
        true as still_fails,
        failing.reason,
        failing.found,
        failing.limit_value,
        cast(null as date) as since,
        request.asked as detail
    from failing
    inner join request_start
        on failing.request_id = request_start.request_id
        and failing.part_type = request_start.part_type
        and failing.part_id = request_start.part_id
        and failing.provider_id = request_start.provider_id
    inner join request on failing.request_id = request.request_id
    where request_start.state = 'started' and not failing.is_excepted
),

not_honoured as (
    select
        'not_honoured' as what,
        cast(null as varchar) as state,
        '' as exception_request_id,
        cast(null as varchar) as exception_type,
        cast(null as date) as from_date,
        cast(null as date) as to_date,
        cast(null as varchar) as ends,
        '' as request_id,
        'member' as part_type,
        member_id as part_id,
        provider_id,
        step as validation,
        cast(null as boolean) as still_fails,
        reason,
        found,
        limit_value,
        cast(null as date) as since,
        'asked for by ' || step as detail
    from assignment.exception
    where not honoured
),

final as (
    select * from requested
    union all
    select * from stopped
    union all
    select * from going_on
    union all
    select * from not_honoured
)

select * from final
