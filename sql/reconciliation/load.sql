/*---
summary: >-
  What the system of record has to load tonight to hold what we propose. A change keeps its id from
  night to night until the system of record shows it; of a member who could not be evaluated
  tonight, what was asked for before stays. What the core system answered stands beside it: a
  rejected change stays proposed, and an answer from before the change was asked for is none.
grain: [change_id]
public: true
inputs:
  - reconciliation.difference
  - staging.system_of_record
  - assignment.assigned_provider
  - baseline.load
  - raw.load_results
  - run.parameter
  - run.calendar
columns:
  change_id:
    type: VARCHAR
    meaning: "Names the change for good: action, effective date, from, to and member, each with % and : escaped."
  member_id: {type: VARCHAR, meaning: The member.}
  action: {type: VARCHAR, meaning: "`add`, `change` or `term`."}
  from_provider_id: {type: VARCHAR, meaning: "The provider to end, where there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider to begin, where there is one."}
  effective_date: {type: DATE, meaning: "First day of the new assignment; for a term the last day, inclusive."}
  reason: {type: VARCHAR, meaning: Why.}
  basis: {type: VARCHAR, meaning: How the new PMP was first given; to be recorded with it.}
  outstanding: {type: BOOLEAN, meaning: Asked for on an earlier night and still not there.}
  first_proposed: {type: DATE, meaning: The as-of date that first asked for it.}
  nights_outstanding: {type: INTEGER, meaning: "Published nights before this one that asked for it; 0 = new tonight."}
  answer: {type: VARCHAR, meaning: "What the core system answered, `accepted` or `rejected`; null while it has not."}
  answer_reason: {type: VARCHAR, meaning: "Why, in its own words."}
  answered_on: {type: DATE, meaning: "When it answered, where it says so."}
  age_days: {type: INTEGER, meaning: Days from first_proposed to the as-of date.}
  state:
    type: VARCHAR
    meaning: >-
      `rejected`, `accepted_not_shown` (accepted, and the system of record does not show it), `new`
      (asked for the first time tonight) or `waiting` (asked for before, no answer).
audits:
  one_change_a_member: >-
    select member_id from reconciliation.load group by member_id having count(*) > 1
  agrees_with_differences: >-
    select difference.member_id
    from reconciliation.difference as difference
    left join reconciliation.load as asked on difference.member_id = asked.member_id
    where difference.kind = 'assignment' and asked.member_id is null
    and (
        difference.change_type in ('new', 'changed', 'ended')
        or (difference.change_type = 'unassigned' and difference.from_provider_id is not null)
    )
---*/
with calendar as (select * from run.calendar),

result as (select * from raw.load_results),

system_of_record as (select * from staging.system_of_record),

baseline as (select * from baseline.load),

parameter as (select * from run.parameter),

assigned as (select * from assignment.assigned_provider),

assignment_difference as (
    select * from reconciliation.difference where kind = 'assignment'
),

-- The record is to know how a PMP was first given: `carried_forward` tells nothing later.
proposed as (
    select
        difference.member_id,
        case
            when difference.change_type = 'new' then 'add'
            when difference.change_type = 'changed' then 'change'
            else 'term'
        end as action,
        difference.from_provider_id,
        difference.to_provider_id,
        coalesce(difference.effective_date, parameter.change_effective_date) as effective_date,
        difference.reason,
        case
            when difference.to_provider_id is not null
                then coalesce(assigned.carried_basis, assigned.basis)
        end as basis
    from assignment_difference as difference
    cross join parameter
    left join assigned on difference.member_id = assigned.member_id
    where
        difference.change_type in ('new', 'changed', 'ended')
        or (difference.change_type = 'unassigned' and difference.from_provider_id is not null)
),

-- Asked for before, of members whom tonight says nothing of, while the record is still as it was.
kept as (
    select
        baseline.member_id,
        baseline.action,
        baseline.from_provider_id,
        baseline.to_provider_id,
        baseline.effective_date,
        baseline.reason,
        baseline.basis
    from baseline
    inner join assignment_difference on baseline.member_id = assignment_difference.member_id
    left join system_of_record on baseline.member_id = system_of_record.member_id
    where
        assignment_difference.change_type = 'not_evaluated'
        and baseline.from_provider_id is not distinct from system_of_record.provider_id
        and baseline.to_provider_id is not distinct from assignment_difference.to_provider_id
),

asked as (
    select * from proposed
    union all
    select * from kept
),

named as (
    select
        action
        || ':' || cast(effective_date as varchar)
        || ':' || replace(replace(coalesce(from_provider_id, ''), '%', '%25'), ':', '%3A')
        || ':' || replace(replace(coalesce(to_provider_id, ''), '%', '%25'), ':', '%3A')
        || ':' || replace(replace(member_id, '%', '%25'), ':', '%3A') as change_id,
        member_id,
        action,
        from_provider_id,
        to_provider_id,
        effective_date,
        reason,
        basis
    from asked
),

aged as (
    select
        named.change_id,
        named.member_id,
        named.action,
        named.from_provider_id,
        named.to_provider_id,
        named.effective_date,
        named.reason,
        named.basis,
        baseline.change_id is not null as outstanding,
        coalesce(baseline.first_proposed, parameter.as_of) as first_proposed,
        case
            when baseline.change_id is null then 0
            else baseline.nights_outstanding + 1
        end as nights_outstanding
    from named
    cross join parameter
    left join baseline on named.change_id = baseline.change_id
),

-- Deliveries may be cleared away: what was once answered is remembered.
answered as (
    select
        aged.*,
        coalesce(result.result, baseline.answer) as answer,
        case when result.change_id is null then baseline.answer_reason else result.reason end
            as answer_reason,
        case when result.change_id is null then baseline.answered_on else result.answered_on end
            as answered_on,
        today.day_number - first_day.day_number as age_days
    from aged
    cross join parameter
    left join result
        on aged.change_id = result.change_id
        and coalesce(result.answered_on >= aged.first_proposed, true)
    left join baseline on aged.change_id = baseline.change_id
    left join calendar as today on parameter.as_of = today.day
    left join calendar as first_day on aged.first_proposed = first_day.day
),

final as (
    select
        change_id,
        member_id,
        action,
        from_provider_id,
        to_provider_id,
        effective_date,
        reason,
        basis,
        outstanding,
        first_proposed,
        nights_outstanding,
        answer,
        answer_reason,
        answered_on,
        age_days,
        case
            when answer = 'rejected' then 'rejected'
            when answer = 'accepted' then 'accepted_not_shown'
            when outstanding then 'waiting'
            else 'new'
        end as state
    from answered
)

select * from final
