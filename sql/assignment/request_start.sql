/*---
summary: >-
  Whether each request in force has started. It starts on the first night on which all five
  validations pass or are waived by an exception; until then it is validated again every night. Once started it
  stays so, whatever happens to the panel's status, its room or the distance, until the provider
  leaves the roster, is no longer a PMP or dismisses the member, or drops the line of business or
  the license of its own state without an exception; or until the exception ends that allowed
  licensing or credentials to fail, if they still fail. What has ended stays ended: a new request
  starts anew.
grain: [request_id, part_type, part_id, provider_id]
public: true
inputs:
  - assignment.proposed_start
  - assignment.validation
  - baseline.request_start
  - run.panel_test
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  kind: {type: VARCHAR, meaning: "assign_facility, assign_patient or set_coverage."}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  role: {type: VARCHAR, meaning: "primary, specialist or coverage."}
  specialty: {type: VARCHAR, meaning: The specialist's specialty; an empty string for other roles.}
  from_date: {type: DATE, meaning: First day in force.}
  to_date: {type: DATE, meaning: Last day in force; 9999-12-31 when open.}
  state: {type: VARCHAR, meaning: "started, not_started or ended."}
  started_on: {type: DATE, meaning: The as-of date of the night that started it; null = it did not start.}
  effective_date: {type: DATE, meaning: "First day in effect: from_date, or the day it started if an earlier night refused it."}
  first_refused_on: {type: DATE, meaning: The as-of date of the first night that did not start it.}
  failed_validation: {type: VARCHAR, meaning: The first validation that fails without an exception and keeps it from starting or ended it.}
  reason: {type: VARCHAR, meaning: What fails there.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  ended_on: {type: DATE, meaning: The as-of date of the night that ended it.}
  ended_reason: {type: VARCHAR, meaning: "not_on_roster, not_active, not_a_pmp, dismissed, line_of_business, licence_lost or exception_ended."}
  licensing_by_exception: {type: BOOLEAN, meaning: "It started under a licensing exception, and licensing still fails."}
  credentials_by_exception: {type: BOOLEAN, meaning: The same for credentials.}
audits:
  started_has_a_day: >-
    select * from assignment.request_start
    where (state = 'not_started') <> (started_on is null)
  ended_has_a_reason: >-
    select * from assignment.request_start
    where (state = 'ended') <> (ended_reason is not null)
  one_primary_in_force: >-
    select part_type, part_id from assignment.request_start
    where role = 'primary' group by part_type, part_id having count(*) > 1
---*/
with proposed_start as (select * from assignment.proposed_start),

validation as (select * from assignment.validation),

remembered as (select * from baseline.request_start),

panel_test as (select * from run.panel_test),

parameter as (select * from run.parameter),

-- Failures that end an assignment in force, and failures that keep one from starting.
judged as (
    select
        validation.*,
        not validation.passes and not validation.is_excepted as is_refused,
        not validation.is_excepted and coalesce(panel_test.is_hard, false) as is_loss
    from validation
    left join panel_test on validation.reason = panel_test.test
),

summed as (
    select
        request_id,
        part_type,
        part_id,
        provider_id,
        min(case when is_refused then validation_rank end) as refused_rank,
        min(case when is_loss then validation_rank end) as loss_rank,
        max(case when validation = 'licensing' and is_excepted then 1 else 0 end) = 1
            as licensing_excepted,
        max(case when validation = 'credentials' and is_excepted then 1 else 0 end) = 1
            as credentials_excepted,
        max(case when validation = 'licensing' and is_refused then 1 else 0 end) = 1
            as licensing_refused,
        max(case when validation = 'credentials' and is_refused then 1 else 0 end) = 1
            as credentials_refused
    from judged
    group by request_id, part_type, part_id, provider_id
),

compared as (
    select
        proposed_start.*,
        parameter.as_of,
        remembered.state as was,
        remembered.started_on as was_started_on,
        remembered.effective_date as was_effective_date,
        remembered.first_refused_on as was_refused_on,
        remembered.failed_validation as was_failed_validation,
        remembered.reason as was_reason,
        remembered.found as was_found,
        remembered.limit_value as was_limit_value,
        remembered.ended_on as was_ended_on,
        remembered.ended_reason as was_ended_reason,
        summed.refused_rank,
        summed.loss_rank,
        summed.licensing_excepted,
        summed.credentials_excepted,
        coalesce(remembered.licensing_by_exception, false) and summed.licensing_refused
            as has_lost_licensing,
        coalesce(remembered.credentials_by_exception, false) and summed.credentials_refused
            as has_lost_credentials,
        coalesce(remembered.licensing_by_exception, false) as licensing_was_by_exception,
        coalesce(remembered.credentials_by_exception, false) as credentials_were_by_exception
    from proposed_start
    cross join parameter
    inner join summed
        on proposed_start.request_id = summed.request_id
        and proposed_start.part_type = summed.part_type
        and proposed_start.part_id = summed.part_id
        and proposed_start.provider_id = summed.provider_id
    left join remembered
        on proposed_start.request_id = remembered.request_id
        and proposed_start.part_type = remembered.part_type
        and proposed_start.part_id = remembered.part_id
        and proposed_start.provider_id = remembered.provider_id
    where proposed_start.kind <> 'bulk_reassign'
),

decided as (
    select
        *,
        case
            when was = 'ended' then 'ended'
            when was = 'started'
                and (has_lost_licensing or has_lost_credentials or loss_rank is not null)
                then 'ended'
            when was = 'started' then 'started'
            when refused_rank is null then 'started'
            else 'not_started'
        end as state,
        case
            when was = 'ended' then null
            when was = 'started' and has_lost_licensing then 1
            when was = 'started' and has_lost_credentials then 2
            when was = 'started' then loss_rank
            else refused_rank
        end as deciding_rank
    from compared
),

final as (
    select
        decided.request_id,
        decided.kind,
        decided.part_type,
        decided.part_id,
        decided.provider_id,
        decided.role,
        decided.specialty,
        decided.from_date,
        decided.to_date,
        decided.state,
        case
            when decided.state = 'not_started' then null
            else coalesce(decided.was_started_on, decided.as_of)
        end as started_on,
        case
            when decided.state = 'not_started' then null
            when decided.was_effective_date is not null then decided.was_effective_date
            when decided.was_refused_on is not null then decided.as_of
            else decided.from_date
        end as effective_date,
        case
            when decided.was_refused_on is not null then decided.was_refused_on
            when decided.state = 'not_started' then decided.as_of
        end as first_refused_on,
        case when decided.was = 'ended' then decided.was_failed_validation else judged.validation end
            as failed_validation,
        case when decided.was = 'ended' then decided.was_reason else judged.reason end as reason,
        case when decided.was = 'ended' then decided.was_found else judged.found end as found,
        case when decided.was = 'ended' then decided.was_limit_value else judged.limit_value end
            as limit_value,
        case
            when decided.was = 'ended' then decided.was_ended_on
            when decided.state = 'ended' then decided.as_of
        end as ended_on,
        case
            when decided.was = 'ended' then decided.was_ended_reason
            when decided.state <> 'ended' then null
            when decided.has_lost_licensing or decided.has_lost_credentials
                then 'exception_ended'
            else judged.reason
        end as ended_reason,
        decided.state = 'started'
        and decided.licensing_excepted
        and (coalesce(decided.was, '') <> 'started' or decided.licensing_was_by_exception)
            as licensing_by_exception,
        decided.state = 'started'
        and decided.credentials_excepted
        and (coalesce(decided.was, '') <> 'started' or decided.credentials_were_by_exception)
            as credentials_by_exception
    from decided
    left join judged
        on decided.request_id = judged.request_id
        and decided.part_type = judged.part_type
        and decided.part_id = judged.part_id
        and decided.provider_id = judged.provider_id
        and decided.deciding_rank = judged.validation_rank
)

select * from final
