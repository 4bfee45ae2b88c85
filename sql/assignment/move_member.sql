/*---
summary: >-
  The members of each move that is carried out tonight. A move is carried out once, on its first night
  in force, for the members in its scope who are assigned to the source provider or live at the source facility, or
  for the members that it names. An undo covers the members that the move moved. Members who cannot
  move for a reason of their own are included, with the reason.
grain: [request_id, member_id]
inputs:
  - book.bulk_move
  - book.bulk_destination
  - book.bulk_undo
  - baseline.move
  - baseline.moved_member
  - staging.member
  - staging.system_of_record
  - staging.prior
  - assignment.not_evaluated
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The move.}
  member_id: {type: VARCHAR, meaning: The member.}
  kind: {type: VARCHAR, meaning: bulk_reassign or undo_reassign.}
  scope: {type: VARCHAR, meaning: "The part of the move that includes them: all, facility or member."}
  scope_id: {type: VARCHAR, meaning: The facility or member; empty for all.}
  from_provider_id: {type: VARCHAR, meaning: The member's provider before tonight; null = none.}
  recorded_provider_id: {type: VARCHAR, meaning: The PMP that the system of record shows.}
  destination_provider_id: {type: VARCHAR, meaning: "The provider that takes them, if the move names one for this member."}
  from_date: {type: DATE, meaning: First day of the move.}
  to_date: {type: DATE, meaning: Its last day; 9999-12-31 when open.}
  approved_on: {type: DATE, meaning: The day of its approval.}
  distribution: {type: VARCHAR, meaning: "one, evenly, by_room or nearest."}
  same_practice_first: {type: BOOLEAN, meaning: "Whether destinations at the source's practice are filled first."}
  is_locked: {type: BOOLEAN, meaning: A later choice does not end it.}
  reason:
    type: VARCHAR
    meaning: >-
      Why they do not move: not_evaluated, not_eligible, not_with_source, had_nobody, already_there
      or other_move; null = to be moved.
  found: {type: VARCHAR, meaning: "The provider that they have, or the other move."}
---*/
with bulk_move as (select * from book.bulk_move),

bulk_destination as (select * from book.bulk_destination),

bulk_undo as (select * from book.bulk_undo),

carried_out as (select * from baseline.move),

moved_member as (select * from baseline.moved_member),

member as (select * from staging.member),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

not_evaluated as (select * from assignment.not_evaluated),

parameter as (select * from run.parameter),

due_move as (
    select bulk_move.*
    from bulk_move
    cross join parameter
    left join carried_out on bulk_move.request_id = carried_out.request_id
    where
        carried_out.request_id is null
        and bulk_move.from_date <= parameter.as_of
        and bulk_move.to_date >= parameter.as_of
),

due_undo as (
    select bulk_undo.*
    from bulk_undo
    cross join parameter
    left join carried_out on bulk_undo.request_id = carried_out.request_id
    where
        carried_out.request_id is null
        and bulk_undo.from_date <= parameter.as_of
        and bulk_undo.to_date >= parameter.as_of
),

source as (
    select source_provider_id as provider_id
    from due_move
    where scope <> 'member' and source_provider_id is not null
    group by source_provider_id
),

source_facility as (
    select source_facility_id as facility_id
    from due_move
    where source_facility_id is not null
    group by source_facility_id
),

undone as (
    select
        due_undo.*,
        moved_member.member_id,
        moved_member.from_provider_id as destination_provider_id,
        moved_member.to_provider_id as source_provider_id
    from due_undo
    inner join moved_member on due_undo.for_request_id = moved_member.request_id
    where
        moved_member.to_provider_id is not null
        and coalesce(moved_member.ended_reason, 'withdrawn') in ('withdrawn', 'superseded')
),

-- Members who may be part of a move; on a night without moves there are none.
touched as (
    select system_of_record.member_id
    from system_of_record
    inner join source on system_of_record.provider_id = source.provider_id
    union
    select prior.member_id
    from prior
    inner join source on prior.provider_id = source.provider_id
    union
    select member.member_id
    from member
    inner join source_facility on member.facility_id = source_facility.facility_id
    union
    select scope_id
    from due_move
    where scope = 'member'
    union
    select member_id
    from undone
),

-- A change that the system of record does not show yet counts as made, as in carrying forward.
known as (
    select
        touched.member_id,
        member.facility_id,
        coalesce(member.eligible, false) as is_eligible,
        not_evaluated.member_id is not null as is_not_evaluated,
        system_of_record.provider_id as recorded_provider_id,
        case
            when not_evaluated.member_id is not null then not_evaluated.provider_id
            when not parameter.has_system_of_record then prior.provider_id
            when
                prior.provider_id is not null
                and system_of_record.provider_id is not distinct from prior.sor_provider_id
                and system_of_record.effective_date is not distinct from prior.sor_effective_date
                and system_of_record.basis is not distinct from prior.sor_basis
                then prior.provider_id
            else system_of_record.provider_id
        end as provider_id
    from touched
    cross join parameter
    left join member on touched.member_id = member.member_id
    left join not_evaluated on touched.member_id = not_evaluated.member_id
    left join system_of_record on touched.member_id = system_of_record.member_id
    left join prior on touched.member_id = prior.member_id
),

part as (
    select
        due_move.request_id,
        due_move.scope,
        due_move.scope_id,
        known.member_id
    from due_move
    inner join known on due_move.scope_id = known.member_id
    where due_move.scope = 'member'
    union all
    select
        due_move.request_id,
        due_move.scope,
        due_move.scope_id,
        known.member_id
    from due_move
    inner join known on due_move.source_provider_id = known.provider_id
    where due_move.scope = 'all' or (due_move.scope = 'facility' and due_move.scope_id = known.facility_id)
    union all
    select
        due_move.request_id,
        due_move.scope,
        due_move.scope_id,
        known.member_id
    from due_move
    inner join known on due_move.source_facility_id = known.facility_id
    where due_move.scope = 'all' or (due_move.scope = 'facility' and due_move.scope_id = known.facility_id)
),

requested as (
    select
        due_move.request_id,
        part.member_id,
        'bulk_reassign' as kind,
        due_move.scope,
        due_move.scope_id,
        due_move.source_provider_id,
        due_move.source_facility_id,
        due_move.destination_provider_id,
        due_move.from_date,
        due_move.to_date,
        due_move.approved_on,
        due_move.distribution,
        due_move.same_practice_first,
        due_move.lock as is_locked,
        due_move.scope = 'member' as is_named
    from part
    inner join due_move
        on part.request_id = due_move.request_id
        and part.scope = due_move.scope
        and part.scope_id = due_move.scope_id
    union all
    select
        request_id,
        member_id,
        'undo_reassign',
        'all',
        '',
        source_provider_id,
        null,
        destination_provider_id,
        from_date,
        to_date,
        approved_on,
        'one',
        false,
        false,
        true
    from undone
),

judged as (
    select
        requested.*,
        known.provider_id as from_provider_id,
        known.recorded_provider_id,
        case
            when known.is_not_evaluated then 'not_evaluated'
            when not known.is_eligible then 'not_eligible'
            when requested.source_provider_id <> coalesce(known.provider_id, '') then 'not_with_source'
            when requested.source_facility_id <> coalesce(known.facility_id, '') then 'not_with_source'
            when requested.kind = 'undo_reassign' and requested.destination_provider_id is null
                then 'had_nobody'
            when requested.destination_provider_id = known.provider_id then 'already_there'
            when bulk_destination.provider_id is not null then 'already_there'
        end as reason
    from requested
    inner join known on requested.member_id = known.member_id
    left join bulk_destination
        on requested.request_id = bulk_destination.request_id
        and known.provider_id = bulk_destination.provider_id
    where requested.is_named or known.is_eligible or known.is_not_evaluated
),

-- If several moves include the same member tonight, the last one approved wins.
ranked as (
    select
        *,
        row_number() over (
            partition by member_id
            order by
                case when reason is null then 0 else 1 end nulls last,
                approved_on desc nulls last,
                request_id desc nulls last
        ) as choice,
        first_value(request_id) over (
            partition by member_id
            order by
                case when reason is null then 0 else 1 end nulls last,
                approved_on desc nulls last,
                request_id desc nulls last
        ) as chosen_request_id
    from judged
),

final as (
    select
        request_id,
        member_id,
        kind,
        scope,
        scope_id,
        from_provider_id,
        recorded_provider_id,
        destination_provider_id,
        from_date,
        to_date,
        approved_on,
        distribution,
        same_practice_first,
        is_locked,
        case when reason is null and choice > 1 then 'other_move' else reason end as reason,
        case
            when reason is null and choice > 1 then chosen_request_id
            else from_provider_id
        end as found
    from ranked
)

select * from final
