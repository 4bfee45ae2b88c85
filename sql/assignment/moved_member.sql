/*---
summary: >-
  Every member of a bulk move, tonight's or an earlier one: the provider that they moved to, or why
  they did not move, and whether the move still holds for them. It ends with the request, with a later
  move, when the member chooses a PMP or their facility gets a provider afterwards (unless it is
  locked), and when the system of record shows a third provider.
grain: [request_id, member_id]
public: true
inputs:
  - book.bulk_move
  - book.bulk_undo
  - baseline.moved_member
  - staging.system_of_record
  - assignment.move_allocation
  - assignment.move_member
  - assignment.move_option
  - assignment.move_rival
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The move.}
  member_id: {type: VARCHAR, meaning: The member.}
  kind: {type: VARCHAR, meaning: bulk_reassign or undo_reassign.}
  scope: {type: VARCHAR, meaning: "The part of the move that included them: all, facility or member."}
  scope_id: {type: VARCHAR, meaning: The facility or member; empty for all.}
  from_provider_id: {type: VARCHAR, meaning: The provider that they had; null = none.}
  to_provider_id: {type: VARCHAR, meaning: The PMP that they moved to; null = they could not move.}
  moved_on: {type: DATE, meaning: The as-of date of the night that carried it out.}
  effective_date: {type: DATE, meaning: "The move's first day."}
  approved_on: {type: DATE, meaning: The day of its approval.}
  is_locked: {type: BOOLEAN, meaning: A later choice does not end it.}
  reason:
    type: VARCHAR
    meaning: >-
      moved; else why not: a reason of assignment.move_member, no_room, or the first test that the
      first destination failed.
  failed_validation: {type: VARCHAR, meaning: "The validation that failed, if one did."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  recorded_provider_id: {type: VARCHAR, meaning: The PMP that the system of record showed that night.}
  recorded_on: {type: DATE, meaning: The first night on which it showed the destination.}
  ended_on: {type: DATE, meaning: The as-of date of the night that found it ended; null = it holds.}
  ended_reason:
    type: VARCHAR
    meaning: >-
      withdrawn, superseded, moved_again, record_changed, self_selection or facility_assignment.
  ended_by: {type: VARCHAR, meaning: "The request, provider or day that ended it."}
audits:
  one_move_holds_a_member: >-
    select member_id from assignment.moved_member
    where to_provider_id is not null and ended_on is null
    group by member_id having count(*) > 1
  moved_or_told_why: >-
    select * from assignment.moved_member where (reason = 'moved') <> (to_provider_id is not null)
---*/
with remembered as (select * from baseline.moved_member),

parameter as (select * from run.parameter),

system_of_record as (select * from staging.system_of_record),

move_member as (select * from assignment.move_member),

move_allocation as (select * from assignment.move_allocation),

term as (
    select
        request_id,
        scope,
        scope_id,
        max(to_date) as to_date,
        max(superseded_by) as superseded_by
    from book.bulk_move
    group by request_id, scope, scope_id
    union all
    select
        request_id,
        'all',
        '',
        to_date,
        superseded_by
    from book.bulk_undo
),

first_option as (
    select
        request_id,
        member_id,
        reason,
        failed_validation,
        found,
        limit_value,
        max(case when passes then 1 else 0 end) over (partition by request_id, member_id)
            as may_go_somewhere,
        row_number() over (
            partition by request_id, member_id
            order by destination_rank nulls last, provider_id nulls last
        ) as option_rank
    from assignment.move_option
),

tonight as (
    select
        move_member.request_id,
        move_member.member_id,
        move_member.kind,
        move_member.scope,
        move_member.scope_id,
        move_member.from_provider_id,
        move_allocation.provider_id as to_provider_id,
        parameter.as_of as moved_on,
        move_member.from_date as effective_date,
        move_member.approved_on,
        move_member.is_locked,
        case
            when move_member.reason is not null then move_member.reason
            when move_allocation.provider_id is not null then 'moved'
            when first_option.may_go_somewhere = 1 then 'no_room'
            else first_option.reason
        end as reason,
        case
            when move_allocation.provider_id is null and first_option.may_go_somewhere = 0
                then first_option.failed_validation
        end as failed_validation,
        case
            when move_member.reason is not null then move_member.found
            when move_allocation.provider_id is null and first_option.may_go_somewhere = 0
                then first_option.found
        end as found,
        case
            when move_allocation.provider_id is null and first_option.may_go_somewhere = 0
                then first_option.limit_value
        end as limit_value,
        move_member.recorded_provider_id,
        case
            when move_allocation.provider_id = move_member.recorded_provider_id then parameter.as_of
        end as recorded_on
    from move_member
    cross join parameter
    left join move_allocation
        on move_member.request_id = move_allocation.request_id
        and move_member.member_id = move_allocation.member_id
    left join first_option
        on move_member.request_id = first_option.request_id
        and move_member.member_id = first_option.member_id
        and first_option.option_rank = 1
),

rival as (
    select
        member_id,
        max(case when rival = 'self_selection' then since end) as selected_on,
        max(case when rival = 'facility_assignment' then since end) as facility_since,
        max(case when rival = 'facility_assignment' then provider_id end) as facility_provider_id
    from assignment.move_rival
    group by member_id
),

watched as (
    select
        remembered.*,
        parameter.as_of,
        term.to_date,
        term.superseded_by,
        newer.request_id as newer_request_id,
        system_of_record.provider_id as shown_provider_id,
        rival.selected_on,
        rival.facility_since,
        rival.facility_provider_id
    from remembered
    cross join parameter
    left join term
        on remembered.request_id = term.request_id
        and remembered.scope = term.scope
        and remembered.scope_id = term.scope_id
    left join tonight as newer
        on remembered.member_id = newer.member_id
        and newer.to_provider_id is not null
    left join system_of_record on remembered.member_id = system_of_record.member_id
    left join rival on remembered.member_id = rival.member_id
),

judged as (
    select
        *,
        case
            when ended_reason is not null or to_provider_id is null then ended_reason
            when coalesce(to_date < as_of, true) and superseded_by is not null then 'superseded'
            when coalesce(to_date < as_of, true) then 'withdrawn'
            when newer_request_id is not null then 'moved_again'
            when shown_provider_id = to_provider_id then null
            when recorded_on is not null and shown_provider_id is not null then 'record_changed'
            when shown_provider_id not in (
                coalesce(recorded_provider_id, ''), coalesce(from_provider_id, '')
            ) then 'record_changed'
        end as ended_otherwise
    from watched
),

settled as (
    select
        *,
        case
            when ended_otherwise is not null or to_provider_id is null or is_locked
                then ended_otherwise
            when selected_on > effective_date then 'self_selection'
            when facility_since > effective_date then 'facility_assignment'
        end as now_ended
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
        to_provider_id,
        moved_on,
        effective_date,
        approved_on,
        is_locked,
        reason,
        failed_validation,
        found,
        limit_value,
        recorded_provider_id,
        coalesce(recorded_on, case when shown_provider_id = to_provider_id then as_of end)
            as recorded_on,
        coalesce(ended_on, case when now_ended is not null then as_of end) as ended_on,
        now_ended as ended_reason,
        case
            when ended_on is not null then ended_by
            when now_ended = 'superseded' then superseded_by
            when now_ended = 'moved_again' then newer_request_id
            when now_ended = 'record_changed' then shown_provider_id
            when now_ended = 'self_selection' then cast(selected_on as varchar)
            when now_ended = 'facility_assignment' then facility_provider_id
        end as ended_by
    from settled
    union all
    select
        request_id,
        member_id,
        kind,
        scope,
        scope_id,
        from_provider_id,
        to_provider_id,
        moved_on,
        effective_date,
        approved_on,
        is_locked,
        reason,
        failed_validation,
        found,
        limit_value,
        recorded_provider_id,
        recorded_on,
        null,
        null,
        null
    from tonight
)

select * from final
