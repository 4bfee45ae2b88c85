/*---
summary: >-
  Report: the use of each panel's four kinds of capacity, and the members that the night proposes to
  add and remove. Lines of business and NPIs are in report_capacity_detail.
grain: [provider_id]
inputs:
  - assignment.capacity
  - publication.capacity
  - reconciliation.difference
  - staging.panel
  - run.parameter
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  npi: {type: VARCHAR, meaning: The provider's NPI.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: Their practice.}
  panel_status: {type: VARCHAR, meaning: "`open`, `established_only` or `closed`."}
  on_roster: {type: BOOLEAN, meaning: Active on the as-of date.}
  panel_capacity: {type: INTEGER, meaning: Seats; empty = no limit.}
  members: {type: INTEGER, meaning: "Members of the panel, including those not evaluated."}
  room_left: {type: INTEGER, meaning: "Seats left; below 0 where choices exceeded them."}
  share_used: {type: DOUBLE, meaning: Members divided by seats.}
  state: {type: VARCHAR, meaning: "`at_capacity`, `near` (the policy's share and more), `room` or `no_limit`."}
  coming: {type: BIGINT, meaning: Members that the system of record does not show here yet.}
  going: {type: BIGINT, meaning: Members that the system of record still shows here.}
  trend: {type: BIGINT, meaning: Change in members since the night before.}
  scheduled_in: {type: BIGINT, meaning: Members that requests in the book add on a later day.}
  scheduled_out: {type: BIGINT, meaning: Members that requests in the book remove on a later day.}
  facilities: {type: BIGINT, meaning: Facilities assigned by requests in the book tonight.}
  facility_capacity: {type: BIGINT, meaning: The maximum; empty = no limit.}
  facility_state: {type: VARCHAR, meaning: "`ok`, `near`, `at_or_over` or `no_limit`; empty where there is no data."}
  visits_a_day: {type: DOUBLE, meaning: "On the busiest booked day, or on an average working day by claims, whichever is higher."}
  daily_visit_capacity: {type: BIGINT, meaning: The maximum; empty = no limit.}
  daily_visits_state: {type: VARCHAR, meaning: "`ok`, `near`, `at_or_over` or `no_limit`; empty where there is no data."}
  hours_a_week: {type: DOUBLE, meaning: "In the busiest booked week, or in an average week by claims, whichever is higher."}
  weekly_hours: {type: DOUBLE, meaning: The maximum; empty = no limit.}
  weekly_hours_state: {type: VARCHAR, meaning: "`ok`, `near`, `at_or_over` or `no_limit`; empty where there is no data."}
---*/
with capacity as (select * from assignment.capacity),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

moving as (
    select
        member_id,
        from_provider_id,
        to_provider_id
    from reconciliation.difference
    where kind = 'assignment' and change_type not in ('unchanged', 'not_evaluated')
),

coming as (
    select
        to_provider_id as provider_id,
        count(*) as members
    from moving
    where to_provider_id is not null
    group by to_provider_id
),

going as (
    select
        from_provider_id as provider_id,
        count(*) as members
    from moving
    where from_provider_id is not null
    group by from_provider_id
),

used as (
    select
        provider_id,
        panel_capacity,
        members,
        room_left,
        is_at_capacity,
        cast(members as double) / nullif(panel_capacity, 0) as share_used
    from capacity
),

ranked as (
    select
        *,
        row_number() over (
            partition by subject_id, kind
            order by used desc nulls last, source nulls last
        ) as place
    from publication.capacity
    where subject_type = 'panel' and line_of_business = ''
),

fuller as (select * from ranked where place = 1),

final as (
    select
        used.provider_id,
        panel.npi,
        panel.provider_name,
        panel.practice_id,
        panel.panel_status,
        panel.on_roster,
        used.panel_capacity,
        used.members,
        used.room_left,
        round(used.share_used, 4) as share_used,
        case
            when used.panel_capacity is null then 'no_limit'
            when used.is_at_capacity then 'at_capacity'
            when used.share_used >= parameter.near_share then 'near'
            else 'room'
        end as state,
        coalesce(coming.members, 0) as coming,
        coalesce(going.members, 0) as going,
        cast(patients.trend as bigint) as trend,
        coalesce(patients.scheduled_in, 0) as scheduled_in,
        coalesce(patients.scheduled_out, 0) as scheduled_out,
        cast(coalesce(facilities.used, 0) as bigint) as facilities,
        cast(panel.facility_capacity as bigint) as facility_capacity,
        facilities.status as facility_state,
        visits.used as visits_a_day,
        cast(panel.daily_visit_capacity as bigint) as daily_visit_capacity,
        visits.status as daily_visits_state,
        hours.used as hours_a_week,
        panel.weekly_hours,
        hours.status as weekly_hours_state
    from used
    cross join parameter
    inner join panel on used.provider_id = panel.provider_id
    left join coming on used.provider_id = coming.provider_id
    left join going on used.provider_id = going.provider_id
    left join fuller as patients
        on used.provider_id = patients.subject_id and patients.kind = 'patient_panel'
    left join fuller as facilities
        on used.provider_id = facilities.subject_id and facilities.kind = 'facility_limit'
    left join fuller as visits
        on used.provider_id = visits.subject_id and visits.kind = 'daily_visits'
    left join fuller as hours
        on used.provider_id = hours.subject_id and hours.kind = 'weekly_hours'
)

select * from final
