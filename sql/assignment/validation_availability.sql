/*---
summary: >-
  Validation availability: on the roster tonight, with a panel that takes them and has room. A
  panel takes a member who has the provider already or that the practice accepted, whatever its
  status and room; else one that is open, or takes established patients and has seen the member,
  and has a seat left. A facility needs a panel that is not closed and has room for one more
  facility. A covering provider must be on the roster and not be away on the first day.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - assignment.proposed_start
  - assignment.standing
  - assignment.facility_load
  - assignment.dismissed
  - staging.panel
  - staging.system_of_record
  - staging.prior
  - evidence.visit_summary
  - book.panel_addition
  - book.coverage
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "`availability`."}
  reason: {type: VARCHAR, meaning: "What it is not available for; null where it passes."}
  found: {type: VARCHAR, meaning: "The value that the test found; the panel's status where it passes."}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
---*/
-- The key of each kind of part; null for the other kinds, so that joins find nothing.
with proposed_start as (
    select
        *,
        case when part_type = 'member' then part_id end as member_id,
        case when part_type = 'facility' then request_id end as facility_request_id
    from assignment.proposed_start
),

standing as (select * from assignment.standing),

facility_load as (select * from assignment.facility_load),

dismissed as (select * from assignment.dismissed),

panel as (select * from staging.panel),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

visit_summary as (select * from evidence.visit_summary),

panel_addition as (select * from book.panel_addition),

coverage as (select * from book.coverage),

parameter as (select * from run.parameter),

accepted as (
    select distinct
        panel_addition.member_id,
        panel_addition.provider_id
    from panel_addition
    inner join parameter
        on panel_addition.from_date <= parameter.as_of
        and panel_addition.to_date >= parameter.as_of
),

away as (
    select
        proposed_start.request_id,
        proposed_start.part_id,
        proposed_start.provider_id,
        max(coverage.to_date) as away_until
    from proposed_start
    inner join coverage
        on proposed_start.provider_id = coverage.absent_provider_id
        and coverage.from_date <= proposed_start.from_date
        and coverage.to_date >= proposed_start.from_date
    where proposed_start.role = 'coverage' and coverage.scope = 'all'
    group by proposed_start.request_id, proposed_start.part_id, proposed_start.provider_id
),

compared as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        proposed_start.role,
        proposed_start.from_date,
        parameter.as_of,
        panel.provider_id is not null as is_known,
        coalesce(panel.on_roster, false) as is_on_roster,
        coalesce(panel.is_pmp, false) as is_pmp,
        panel.active_from,
        panel.active_to,
        panel.specialty,
        panel.panel_status,
        panel.facility_capacity,
        standing.members,
        standing.panel_capacity,
        coalesce(standing.room, 1) > 0 as has_seat,
        coalesce(facility_load.facilities, 0) as facilities,
        dismissed.dismissed_on,
        away.away_until,
        coalesce(system_of_record.provider_id = proposed_start.provider_id, false)
        or coalesce(prior.provider_id = proposed_start.provider_id, false)
        or accepted.provider_id is not null as is_welcome,
        coalesce(visit_summary.visits, 0) as visits
    from proposed_start
    cross join parameter
    left join panel on proposed_start.provider_id = panel.provider_id
    left join standing on proposed_start.provider_id = standing.provider_id
    left join facility_load on proposed_start.facility_request_id = facility_load.request_id
    left join dismissed
        on proposed_start.member_id = dismissed.member_id
        and proposed_start.provider_id = dismissed.provider_id
    left join away
        on proposed_start.request_id = away.request_id
        and proposed_start.part_id = away.part_id
        and proposed_start.provider_id = away.provider_id
    left join system_of_record
        on proposed_start.member_id = system_of_record.member_id
    left join prior
        on proposed_start.member_id = prior.member_id
    left join accepted
        on proposed_start.member_id = accepted.member_id
        and proposed_start.provider_id = accepted.provider_id
    left join visit_summary
        on proposed_start.member_id = visit_summary.member_id
        and proposed_start.provider_id = visit_summary.provider_id
),

tested as (
    select
        *,
        case
            when not is_known then 'not_on_roster'
            when not is_on_roster then 'not_active'
            when role = 'primary' and not is_pmp then 'not_a_pmp'
            when dismissed_on is not null then 'dismissed'
            when role = 'coverage' and away_until is not null then 'absent'
            when role = 'coverage' then null
            when part_type = 'facility' and panel_status = 'closed' then 'panel_closed'
            when part_type = 'facility' and facilities >= facility_capacity
                then 'no_facility_room'
            when part_type = 'facility' or is_welcome then null
            when panel_status = 'closed' then 'panel_closed'
            when panel_status = 'established_only' and visits = 0 then 'panel_established_only'
            when role = 'primary' and not has_seat then 'no_room'
        end as reason
    from compared
),

final as (
    select
        request_id,
        part_type,
        part_id,
        provider_id,
        'availability' as validation,
        reason,
        case
            when reason = 'not_on_roster' then null
            when reason = 'not_active'
                then cast(
                    case when active_from > as_of then active_from else active_to end as varchar
                )
            when reason = 'not_a_pmp' then specialty
            when reason = 'dismissed' then cast(dismissed_on as varchar)
            when reason = 'absent' then cast(from_date as varchar)
            when reason = 'no_facility_room' then cast(facilities as varchar)
            when reason = 'no_room' then cast(members as varchar)
            when reason = 'panel_established_only' then cast(visits as varchar)
            else panel_status
        end as found,
        case reason
            when 'not_active' then cast(as_of as varchar)
            when 'absent' then cast(away_until as varchar)
            when 'panel_closed' then 'open'
            when 'panel_established_only' then '1'
            when 'no_facility_room' then cast(facility_capacity as varchar)
            when 'no_room' then cast(panel_capacity as varchar)
        end as limit_value
    from tested
)

select * from final
