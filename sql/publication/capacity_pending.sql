/*---
summary: >-
  What will come to and go from each panel but has not yet. For patients: changes that tonight
  proposes and the system of record does not show, and assignments and moves in the book that begin
  later. For facilities: assignments in the book that begin or end on a known later day.
grain: [provider_id, line_of_business, kind]
inputs:
  - assignment.assigned_provider
  - book.facility_assignment
  - book.patient_assignment
  - assignment.request_start
  - publication.capacity_move
  - reconciliation.load
  - staging.member
  - run.parameter
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  line_of_business: {type: VARCHAR, meaning: "The members' line of business; empty text where it is unknown, or where one row is for all."}
  kind: {type: VARCHAR, meaning: "`facility_limit` or `patient_panel`."}
  pending_in: {type: BIGINT, meaning: "All that come, including scheduled_in."}
  pending_out: {type: BIGINT, meaning: "All that go, including scheduled_out."}
  scheduled_in: {type: BIGINT, meaning: Those that come on a later day and are not counted as used.}
  scheduled_out: {type: BIGINT, meaning: Those that go on a later day and are still counted as used.}
---*/
with member as (select * from staging.member),

parameter as (select * from run.parameter),

proposal as (
    select
        load.from_provider_id,
        load.to_provider_id,
        coalesce(member.line_of_business, '') as line_of_business
    from reconciliation.load as load
    left join member on load.member_id = member.member_id
),

coming_patient as (
    select
        book.member_id,
        book.provider_id,
        member.line_of_business,
        assigned.provider_id as from_provider_id
    from book.patient_assignment as book
    inner join parameter on book.from_date > parameter.as_of
    inner join member on book.member_id = member.member_id
    left join assignment.assigned_provider as assigned on book.member_id = assigned.member_id
    where
        book.role = 'primary'
        and assigned.provider_id is distinct from book.provider_id
    group by book.member_id, book.provider_id, member.line_of_business, assigned.provider_id
),

going_patient as (
    select
        member_id,
        from_provider_id,
        line_of_business
    from coming_patient
    where from_provider_id is not null
    group by member_id, from_provider_id, line_of_business
),

-- The terms, from today on, in which a provider has a facility, combined over its requests.
held_facility as (
    select
        book.facility_id,
        book.provider_id,
        min(book.from_date) as from_date,
        max(book.to_date) as to_date
    from book.facility_assignment as book
    inner join parameter on book.to_date >= parameter.as_of
    group by book.facility_id, book.provider_id
),

counted as (
    select
        to_provider_id as provider_id,
        line_of_business,
        'patient_panel' as kind,
        1 as pending_in,
        0 as pending_out,
        false as is_scheduled
    from proposal
    where to_provider_id is not null
    union all
    select from_provider_id, line_of_business, 'patient_panel', 0, 1, false
    from proposal
    where from_provider_id is not null
    union all
    select provider_id, line_of_business, 'patient_panel', 1, 0, true
    from coming_patient
    union all
    select from_provider_id, line_of_business, 'patient_panel', 0, 1, true
    from going_patient
    union all
    select provider_id, line_of_business, 'patient_panel', members_in, members_out, true
    from publication.capacity_move
    union all
    select held_facility.provider_id, '', 'facility_limit', 1, 0, true
    from held_facility
    inner join parameter on held_facility.from_date > parameter.as_of
    union all
    select held_facility.provider_id, '', 'facility_limit', 0, 1, true
    from held_facility
    inner join parameter on held_facility.from_date <= parameter.as_of
    where
        held_facility.to_date < date '9999-12-31'
        and exists (
            select request_start.request_id
            from assignment.request_start as request_start
            where
                request_start.part_type = 'facility'
                and request_start.state = 'started'
                and request_start.part_id = held_facility.facility_id
                and request_start.provider_id = held_facility.provider_id
        )
),

final as (
    select
        provider_id,
        line_of_business,
        kind,
        cast(sum(pending_in) as bigint) as pending_in,
        cast(sum(pending_out) as bigint) as pending_out,
        cast(sum(case when is_scheduled then pending_in else 0 end) as bigint) as scheduled_in,
        cast(sum(case when is_scheduled then pending_out else 0 end) as bigint) as scheduled_out
    from counted
    group by provider_id, line_of_business, kind
)

select * from final
