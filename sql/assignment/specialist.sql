/*---
summary: >-
  Each member's specialist of a specialty, day by day from the as-of date on: their own, else
  their facility's. An assignment that a validation keeps from starting, or that has ended, does
  not count. The first day of one in force is that of the assignment.
grain: [member_id, specialty, from_date]
inputs:
  - staging.member
  - book.patient_assignment
  - book.facility_assignment
  - assignment.request_start
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  specialty: {type: VARCHAR, meaning: Which.}
  from_date: {type: DATE, meaning: First day.}
  to_date: {type: DATE, meaning: Last day; 9999-12-31 when open.}
  provider_id: {type: VARCHAR, meaning: The specialist.}
  basis: {type: VARCHAR, meaning: patient_assignment or facility.}
  request_id: {type: VARCHAR, meaning: The assignment.}
  facility_id: {type: VARCHAR, meaning: "The facility whose specialist it is; null for the member's own."}
audits:
  no_two_overlap: >-
    select * from (
        select listed.*, lag(to_date) over (
            partition by member_id, specialty order by from_date nulls last
        ) as earlier_to_date
        from assignment.specialist as listed
    ) as ordered
    where earlier_to_date >= from_date or to_date < from_date
---*/
with parameter as (select * from run.parameter),

member as (
    select
        member_id,
        facility_id
    from staging.member
    where eligible
),

refused as (
    select *
    from assignment.request_start
    where role = 'specialist' and state <> 'started'
),

choice as (
    select
        member.member_id,
        1 as precedence,
        'patient_assignment' as basis,
        cast(null as varchar) as facility_id,
        own.request_id,
        own.provider_id,
        own.specialty,
        own.from_date,
        own.to_date,
        own.day_before,
        own.day_after
    from member
    inner join book.patient_assignment as own on member.member_id = own.member_id
    where own.role = 'specialist'
    union all
    select
        member.member_id,
        2,
        'facility',
        member.facility_id,
        theirs.request_id,
        theirs.provider_id,
        theirs.specialty,
        theirs.from_date,
        theirs.to_date,
        theirs.day_before,
        theirs.day_after
    from member
    inner join book.facility_assignment as theirs on member.facility_id = theirs.facility_id
    where theirs.role = 'specialist'
),

standing as (
    select
        choice.*,
        parameter.as_of
    from choice
    inner join parameter on choice.to_date >= parameter.as_of
    left join refused
        on choice.request_id = refused.request_id
        and choice.provider_id = refused.provider_id
    where refused.request_id is null
),

turn as (
    select
        member_id,
        specialty,
        case when from_date > as_of then from_date else as_of end as day,
        day_before
    from standing
    union all
    select
        member_id,
        specialty,
        day_after,
        to_date
    from standing
    where day_after is not null
),

turning_day as (
    select
        member_id,
        specialty,
        day,
        max(day_before) as day_before
    from turn
    group by member_id, specialty, day
),

piece as (
    select
        member_id,
        specialty,
        day as from_date,
        coalesce(
            lead(day_before) over (partition by member_id, specialty order by day nulls last),
            date '9999-12-31'
        ) as to_date
    from turning_day
),

ranked as (
    select
        standing.member_id,
        standing.specialty,
        case when piece.from_date = standing.as_of then standing.from_date else piece.from_date end
            as from_date,
        piece.to_date,
        standing.provider_id,
        standing.basis,
        standing.request_id,
        standing.facility_id,
        row_number() over (
            partition by piece.member_id, piece.specialty, piece.from_date
            order by standing.precedence nulls last, standing.request_id nulls last
        ) as place
    from piece
    inner join standing
        on piece.member_id = standing.member_id
        and piece.specialty = standing.specialty
        and piece.from_date >= standing.from_date
        and piece.from_date <= standing.to_date
),

final as (
    select
        member_id,
        specialty,
        from_date,
        to_date,
        provider_id,
        basis,
        request_id,
        facility_id
    from ranked
    where place = 1
)

select * from final
