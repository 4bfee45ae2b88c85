/*---
summary: >-
  What needs attention tonight. An alert keeps its id and its first day as long as it recurs night
  after night. Details state values and limits, never a person's data.
grain: [alert_id]
public: true
inputs:
  - publication.alert_capacity
  - publication.alert_coverage
  - publication.alert_decision
  - publication.alert_ending
  - publication.alert_load
  - publication.alert_notice
  - publication.alert_place
  - publication.alert_request
  - baseline.alert
  - run.parameter
columns:
  alert_id:
    type: VARCHAR
    meaning: >-
      alert_type:subject_type:subject_id, and what distinguishes several alerts of one subject; %
      and : are escaped within each.
  alert_type:
    type: VARCHAR
    meaning: >-
      `at_capacity` and `near_capacity` (at the limit, or at the policy's share of it);
      `coverage_gap` (a member, a facility, or the members of an absent provider have no provider),
      `coverage_starts`, `coverage_ends` (an absence); `geographic_mismatch` (beyond the access
      standard, or outside the area that the provider covers), `validation_fails` (a request in
      force), `request_not_started`, `request_ended`, `move_incomplete`; `pmp_ending`,
      `exception_ending`, `child_ageing_out`; `not_loaded` (a change that the system of record does
      not show after load_nights), `load_rejected` (a change that the core system rejected),
      `notice_late` (not sent by its due date); `not_evaluated`, `lock_not_honoured`,
      `selection_not_honoured`, `assignment_not_honoured`, `not_locatable`.
  subject_type: {type: VARCHAR, meaning: "`member`, `provider`, `practice`, `facility`, `request` or `feed`."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
  since: {type: DATE, meaning: As-of date of the first of the consecutive published nights with this alert.}
  status: {type: VARCHAR, meaning: "`new` if the baseline did not have it, else `open`."}
---*/
with baseline as (select * from baseline.alert),

parameter as (select * from run.parameter),

found as (
    select * from publication.alert_capacity
    union all
    select * from publication.alert_coverage
    union all
    select * from publication.alert_decision
    union all
    select * from publication.alert_ending
    union all
    select * from publication.alert_load
    union all
    select * from publication.alert_notice
    union all
    select * from publication.alert_place
    union all
    select * from publication.alert_request
),

named as (
    select
        alert_type
        || ':' || subject_type
        || ':' || replace(replace(subject_id, '%', '%25'), ':', '%3A')
        || case when about = '' then '' else ':' || about end as alert_id,
        alert_type,
        subject_type,
        subject_id,
        detail
    from found
),

final as (
    select
        named.alert_id,
        named.alert_type,
        named.subject_type,
        named.subject_id,
        named.detail,
        coalesce(baseline.since, parameter.as_of) as since,
        case when baseline.alert_id is null then 'new' else 'open' end as status
    from named
    cross join parameter
    left join baseline on named.alert_id = baseline.alert_id
)

select * from final
