/*---
summary: >-
  Who acts for an absent provider from the as-of date on, for each part of the scope: the first
  candidate who is available and whose own start was not refused. A candidate that a validation
  keeps from starting, or that has ended, is skipped on all days of that request, and the next one
  acts.
grain: [absent_provider_id, scope, scope_id, from_date]
public: true
inputs: [staging.coverage_candidate, assignment.request_start, run.parameter]
columns:
  absent_provider_id: {type: VARCHAR, meaning: "The absent provider; empty text for the coverage of one member (assign_patient), whichever PMP the member has."}
  scope: {type: VARCHAR, meaning: "all, facility or member."}
  scope_id: {type: VARCHAR, meaning: The facility or member; empty text for all.}
  from_date: {type: DATE, meaning: "First day; the first run may have begun before the as-of date."}
  to_date: {type: DATE, meaning: Last day; 9999-12-31 when open.}
  day_before: {type: DATE, meaning: The day before the first.}
  day_after: {type: DATE, meaning: The day after the last; null when open.}
  acting_provider_id: {type: VARCHAR, meaning: Who acts; null = no one.}
  named_provider_id: {type: VARCHAR, meaning: The covering provider who was named first.}
  followed: {type: BOOLEAN, meaning: "Whether the one who acts covers for a named one, who is away too."}
  via_provider_id: {type: VARCHAR, meaning: The covering provider that the acting provider covers for; null unless followed.}
  request_id: {type: VARCHAR, meaning: The request.}
  reason:
    type: VARCHAR
    meaning: >-
      Why no one acts: `circle` (a covering provider's own coverage leads back to the absent one),
      else of the first named `covering_absent`, `covering_not_on_roster`, `covering_not_started` (a
      validation fails) or `covering_ended`; null where a provider acts.
  named_reason: {type: VARCHAR, meaning: "Why the first named does not act; null where they do."}
audits:
  never_the_absent_provider: select * from assignment.acting_coverage where acting_provider_id = absent_provider_id
---*/
with parameter as (select * from run.parameter),

-- A provider who is away or off the roster tonight may be back tomorrow; candidates have this by day.
refused as (
    select *
    from assignment.request_start
    where
        role = 'coverage'
        and (
            state = 'ended'
            or (
                state = 'not_started'
                and coalesce(reason, '') not in ('absent', 'not_on_roster', 'not_active')
            )
        )
),

candidate as (
    select
        listed.*,
        coalesce(listed.reason, refused.state) as stopped_by
    from staging.coverage_candidate as listed
    inner join parameter on listed.to_date >= parameter.as_of
    left join refused
        on coalesce(listed.via_request_id, listed.request_id) = refused.request_id
        and listed.provider_id = refused.provider_id
        and refused.part_id = case
            when listed.via_provider_id is not null then listed.via_provider_id
            when listed.absent_provider_id = '' then listed.scope_id
            else listed.absent_provider_id
        end
),

run_of_days as (
    select
        absent_provider_id,
        scope,
        scope_id,
        from_date,
        min(case when stopped_by is null then candidate_rank end) as acting_rank,
        max(case when stopped_by = 'circle' then 1 else 0 end) as is_circle
    from candidate
    group by absent_provider_id, scope, scope_id, from_date
),

final as (
    select
        named.absent_provider_id,
        named.scope,
        named.scope_id,
        named.from_date,
        named.to_date,
        named.day_before,
        named.day_after,
        acting.provider_id as acting_provider_id,
        named.provider_id as named_provider_id,
        acting.via_provider_id is not null as followed,
        acting.via_provider_id,
        named.request_id,
        case
            when acting.provider_id is not null then null
            when run_of_days.is_circle = 1 then 'circle'
            else 'covering_' || named.stopped_by
        end as reason,
        named.stopped_by as named_reason
    from run_of_days
    inner join candidate as named
        on run_of_days.absent_provider_id = named.absent_provider_id
        and run_of_days.scope = named.scope
        and run_of_days.scope_id = named.scope_id
        and run_of_days.from_date = named.from_date
        and named.candidate_rank = 1
    left join candidate as acting
        on run_of_days.absent_provider_id = acting.absent_provider_id
        and run_of_days.scope = acting.scope
        and run_of_days.scope_id = acting.scope_id
        and run_of_days.from_date = acting.from_date
        and run_of_days.acting_rank = acting.candidate_rank
)

select * from final
