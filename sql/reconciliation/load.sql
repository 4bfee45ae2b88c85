/*---
summary: >-
  The changes that the system of record must load to match the proposed assignments. A change keeps
  its id from night to night until the system of record shows it; for a member who could not be
  evaluated tonight, the earlier proposal stays. The core system's answer is part of the row: a
  rejected change stays proposed, and an answer older than the proposal does not count.
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
    meaning: >-
      The change's permanent id: action, effective date, from, to and member, each with % and :
      escaped.
  member_id: {type: VARCHAR, meaning: The member.}
  action: {type: VARCHAR, meaning: "`add`, `change` or `term`."}
  from_provider_id: {type: VARCHAR, meaning: "The provider who ends, if there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider who begins, if there is one."}
  effective_date: {type: DATE, meaning: "First day of the new assignment; for a term the last day, inclusive."}
  reason: {type: VARCHAR, meaning: The reason.}
  basis: {type: VARCHAR, meaning: "The step that first assigned the new PMP, to be recorded with the assignment."}
  outstanding: {type: BOOLEAN, meaning: Whether it was proposed on an earlier night and is still not shown.}
  first_proposed: {type: DATE, meaning: The as-of date of the night that first proposed it.}
  nights_outstanding: {type: INTEGER, meaning: Earlier published nights that proposed it; 0 = new tonight.}
  answer: {type: VARCHAR, meaning: "The core system's answer, `accepted` or `rejected`; null while there is none."}
  answer_reason: {type: VARCHAR, meaning: "The core system's reason, in its own words."}
  answered_on: {type: DATE, meaning: "The date of the answer, if given."}
  age_days: {type: INTEGER, meaning: Days from first_proposed to the as-of date.}
  state:
    type: VARCHAR
    meaning: >-
      `rejected`, `accepted_not_shown` (accepted, but the system of record does not show it), `new`
      (first proposed tonight) or `waiting` (proposed before, no answer).
audits:
  one_change_per_member: >-
    select member_id from reconciliation.load group by member_id having count(*) > 1
  agrees_with_differences: >-
    select difference.member_id
    from reconciliation.difference as difference
    left join reconciliation.load as change on difference.member_id = change.member_id
    where difference.kind = 'assignment' and change.member_id is null
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

-- The record keeps the step that first assigned a PMP, because `carried_forward` would hide it later.
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

-- Earlier proposals for members who were not evaluated tonight, while their record has not changed.
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

proposal as (
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
    from proposal
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

-- Answers are kept, because the files that delivered them may be removed.
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
