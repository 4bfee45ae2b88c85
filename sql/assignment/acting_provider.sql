/*---
summary: >-
  The provider who acts for each member affected by coverage, day by day from the as-of date on: the
  one named by the narrowest coverage in force that has an available provider (the member's own, then
  coverage of members, of facilities, of all); no one if the PMP is away and no coverage has a
  provider; else the assigned PMP. The days have no gaps and no overlaps.
grain: [member_id, from_date]
inputs:
  - assignment.assigned_provider
  - assignment.acting_coverage
  - staging.member
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  from_date: {type: DATE, meaning: First day.}
  to_date: {type: DATE, meaning: Last day; 9999-12-31 when open.}
  provider_id: {type: VARCHAR, meaning: The provider who acts; null = no one.}
  basis: {type: VARCHAR, meaning: "pmp, patient_coverage (requested for this member) or coverage."}
  absent_provider_id: {type: VARCHAR, meaning: "The PMP who is away; null if the PMP acts, or the member's own coverage applies."}
  scope: {type: VARCHAR, meaning: "The scope of the coverage: all, facility or member."}
  followed: {type: BOOLEAN, meaning: Whether the acting provider covers for a covering provider who is away too.}
  request_id: {type: VARCHAR, meaning: The coverage.}
  reason: {type: VARCHAR, meaning: Why no one acts (assignment.acting_coverage).}
audits:
  no_two_overlap_and_no_hole: >-
    select * from (
        select piece.*, lag(to_date) over (partition by member_id order by from_date nulls last) as earlier_to_date
        from assignment.acting_provider as piece
    ) as ordered
    where earlier_to_date >= from_date or to_date < from_date
  begins_on_the_as_of_date_and_stays_open: >-
    select member_id from assignment.acting_provider cross join run.parameter as parameter
    group by member_id
    having min(from_date) <> min(parameter.as_of) or max(to_date) <> date '9999-12-31'
---*/
with parameter as (select * from run.parameter),

coverage as (select * from assignment.acting_coverage),

pmp as (
    select
        assigned.member_id,
        assigned.provider_id,
        member.facility_id
    from assignment.assigned_provider as assigned
    inner join staging.member as member on assigned.member_id = member.member_id
    where
        assigned.provider_id in (select coverage.absent_provider_id from coverage)
        or assigned.member_id in (select coverage.scope_id from coverage where coverage.scope = 'member')
),

choice as (
    select
        pmp.member_id,
        1 as precedence,
        coverage.*
    from pmp
    inner join coverage on coverage.absent_provider_id = '' and pmp.member_id = coverage.scope_id
    where coverage.acting_provider_id is not null
    union all
    select
        pmp.member_id,
        2 as precedence,
        coverage.*
    from pmp
    inner join coverage
        on pmp.provider_id = coverage.absent_provider_id
        and pmp.member_id = coverage.scope_id
        and coverage.scope = 'member'
    union all
    select
        pmp.member_id,
        3 as precedence,
        coverage.*
    from pmp
    inner join coverage
        on pmp.provider_id = coverage.absent_provider_id
        and pmp.facility_id = coverage.scope_id
        and coverage.scope = 'facility'
    union all
    select
        pmp.member_id,
        4 as precedence,
        coverage.*
    from pmp
    inner join coverage
        on pmp.provider_id = coverage.absent_provider_id
        and coverage.scope = 'all'
),

-- Days on which another provider may begin to act, each with the day before.
turn as (
    select
        choice.member_id,
        case when choice.from_date > parameter.as_of then choice.from_date else parameter.as_of end
            as day,
        choice.day_before
    from choice
    cross join parameter
    union all
    select
        choice.member_id,
        choice.day_after,
        choice.to_date
    from choice
    where choice.day_after is not null
    union all
    select
        choice.member_id,
        parameter.as_of,
        null
    from choice
    cross join parameter
),

turning_day as (
    select
        member_id,
        day,
        max(day_before) as day_before
    from turn
    group by member_id, day
),

piece as (
    select
        member_id,
        day as from_date,
        coalesce(
            lead(day_before) over (partition by member_id order by day nulls last),
            date '9999-12-31'
        ) as to_date
    from turning_day
),

ranked as (
    select
        piece.member_id,
        piece.from_date,
        piece.to_date,
        choice.precedence,
        choice.acting_provider_id,
        choice.absent_provider_id,
        choice.scope,
        choice.followed,
        choice.request_id,
        choice.reason,
        row_number() over (
            partition by piece.member_id, piece.from_date
            order by
                case when choice.acting_provider_id is null then 1 else 0 end nulls last,
                choice.precedence nulls last,
                choice.request_id nulls last
        ) as place
    from piece
    left join choice
        on piece.member_id = choice.member_id
        and piece.from_date >= choice.from_date
        and piece.from_date <= choice.to_date
),

final as (
    select
        ranked.member_id,
        ranked.from_date,
        ranked.to_date,
        case when ranked.precedence is null then pmp.provider_id else ranked.acting_provider_id end
            as provider_id,
        case
            when ranked.precedence is null then 'pmp'
            when ranked.precedence = 1 then 'patient_coverage'
            else 'coverage'
        end as basis,
        nullif(ranked.absent_provider_id, '') as absent_provider_id,
        ranked.scope,
        coalesce(ranked.followed, false) as followed,
        ranked.request_id,
        ranked.reason
    from ranked
    inner join pmp on ranked.member_id = pmp.member_id
    where ranked.place = 1
)

select * from final
