/*---
summary: >-
  Scheduled visits from the as-of date on that a change or an absence affects, with what to do about
  each. New visits go to the new provider; those already scheduled stay with the old one unless they
  are reassigned.
grain: [visit_id]
public: true
inputs:
  - raw.scheduled_visits
  - assignment.assigned_provider
  - assignment.history
  - assignment.acting_coverage
  - assignment.moved_member
  - book.bulk_move
  - staging.member
  - staging.panel
  - run.parameter
columns:
  visit_id: {type: VARCHAR, meaning: The visit.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider that it is scheduled with.}
  scheduled_at: {type: DATE, meaning: The day.}
  assigned_provider_id: {type: VARCHAR, meaning: The member's PMP tonight; null = none.}
  is_former_pmp: {type: BOOLEAN, meaning: Whether it is with a former PMP of the member.}
  is_absent: {type: BOOLEAN, meaning: Whether the provider is absent that day.}
  is_inactive: {type: BOOLEAN, meaning: Whether the provider is not on the roster that day.}
  covering_provider_id: {type: VARCHAR, meaning: "Who acts for the provider that day; null = no one, or the provider is not absent."}
  request_id: {type: VARCHAR, meaning: "The coverage, or the move that includes scheduled visits."}
  what_to_do:
    type: VARCHAR
    meaning: >-
      `keep` (it stays with the old provider unless reassigned), `move` (the member's move includes
      scheduled visits, which go to `new_provider_id`), `rebook` (with `new_provider_id`),
      `covering` (that day with the covering provider) or `another_day` (no one covers).
  new_provider_id: {type: VARCHAR, meaning: "The provider to schedule it with, if it should not stay."}
audits:
  affected_by_something: select * from publication.affected_visit where not (is_former_pmp or is_absent or is_inactive)
---*/
with parameter as (select * from run.parameter),

coverage as (
    select *
    from assignment.acting_coverage
    where absent_provider_id <> ''
),

visit as (
    select
        booked.visit_id,
        booked.member_id,
        booked.provider_id,
        booked.scheduled_at,
        coalesce(booked.facility_id, member.facility_id) as facility_id
    from raw.scheduled_visits as booked
    inner join parameter on booked.scheduled_at >= parameter.as_of
    left join staging.member as member on booked.member_id = member.member_id
),

former as (
    select visit.visit_id
    from visit
    inner join assignment.history as history
        on visit.member_id = history.member_id
        and visit.provider_id = history.provider_id
    where history.known_to = date '9999-12-31'
    group by visit.visit_id
),

away as (
    select
        visit.visit_id,
        coverage.acting_provider_id,
        coverage.request_id,
        row_number() over (
            partition by visit.visit_id
            order by
                case when coverage.acting_provider_id is null then 1 else 0 end nulls last,
                case coverage.scope when 'member' then 1 when 'facility' then 2 else 3 end nulls last,
                coverage.request_id nulls last
        ) as place
    from visit
    inner join coverage
        on visit.provider_id = coverage.absent_provider_id
        and visit.scheduled_at >= coverage.from_date
        and visit.scheduled_at <= coverage.to_date
    where
        coverage.scope = 'all'
        or (coverage.scope = 'facility' and coverage.scope_id = visit.facility_id)
        or (coverage.scope = 'member' and coverage.scope_id = visit.member_id)
),

moving as (
    select request_id
    from book.bulk_move
    where move_scheduled_visits
    group by request_id
),

taken_along as (
    select
        visit.visit_id,
        min(moved.request_id) as request_id
    from visit
    inner join assignment.moved_member as moved
        on visit.member_id = moved.member_id
        and visit.provider_id = moved.from_provider_id
    inner join moving on moved.request_id = moving.request_id
    inner join assignment.assigned_provider as assigned
        on moved.member_id = assigned.member_id
        and moved.to_provider_id = assigned.provider_id
    where moved.ended_on is null
    group by visit.visit_id
),

compared as (
    select
        visit.visit_id,
        visit.member_id,
        visit.provider_id,
        visit.scheduled_at,
        assigned.provider_id as assigned_provider_id,
        former.visit_id is not null
        and coalesce(assigned.provider_id <> visit.provider_id, true) as is_former_pmp,
        away.visit_id is not null as is_absent,
        not coalesce(
            panel.active_from <= visit.scheduled_at
            and coalesce(panel.active_to >= visit.scheduled_at, true),
            false
        ) as is_inactive,
        taken_along.visit_id is not null as is_taken_along,
        away.acting_provider_id as covering_provider_id,
        coalesce(taken_along.request_id, away.request_id) as request_id
    from visit
    left join assignment.assigned_provider as assigned on visit.member_id = assigned.member_id
    left join staging.panel as panel on visit.provider_id = panel.provider_id
    left join former on visit.visit_id = former.visit_id
    left join taken_along on visit.visit_id = taken_along.visit_id
    left join away on visit.visit_id = away.visit_id and away.place = 1
),

final as (
    select
        visit_id,
        member_id,
        provider_id,
        scheduled_at,
        assigned_provider_id,
        is_former_pmp,
        is_absent,
        is_inactive,
        covering_provider_id,
        request_id,
        case
            when is_former_pmp and is_taken_along then 'move'
            when is_inactive or (is_former_pmp and is_absent) then 'rebook'
            when covering_provider_id is not null then 'covering'
            when is_absent then 'another_day'
            else 'keep'
        end as what_to_do,
        case
            when is_former_pmp then assigned_provider_id
            when not is_inactive then covering_provider_id
        end as new_provider_id
    from compared
    where is_former_pmp or is_absent or is_inactive
)

select * from final
