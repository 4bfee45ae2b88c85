/*---
summary: >-
  What the system of record has to load tonight to hold what we propose. A change keeps its id from
  night to night until the system of record shows it; of a member who could not be evaluated
  tonight, what was asked for before stays.
grain: [change_id]
public: true
inputs:
  - reconciliation.difference
  - staging.system_of_record
  - assignment.assigned_provider
  - baseline.load
  - run.parameter
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
with system_of_record as (select * from staging.system_of_record),

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

final as (
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
)

select * from final
