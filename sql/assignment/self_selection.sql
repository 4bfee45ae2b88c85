/*---
summary: >-
  Step self_selection: every choice of a member. Of those in force the latest counts (then the
  lowest provider_id). It is honored if it names an eligible PMP who serves the member and whose
  panel is open, or is theirs already, or whose practice accepted them, or takes established
  patients and has seen them. A full panel does not block a choice.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs:
  - staging.member
  - staging.selection
  - staging.system_of_record
  - staging.prior
  - evidence.visit_summary
  - book.panel_addition
  - assignment.eligibility
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`self_selection`."}
  candidate_rank: {type: INTEGER, meaning: "1 = the choice that counts, where one is in force."}
  provider_id: {type: VARCHAR, meaning: The chosen provider.}
  holds: {type: BOOLEAN, meaning: "Whether the choice is honored, regardless of earlier steps."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: "The choice's effective date, else the day it was made."}
  carried_basis: {type: VARCHAR, meaning: Always null; a choice is not carried here.}
  is_exception: {type: BOOLEAN, meaning: The choice counts and is not honoured.}
---*/
with member as (select * from staging.member),

selection as (select * from staging.selection),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

visit_summary as (select * from evidence.visit_summary),

eligibility as (select * from assignment.eligibility),

parameter as (select * from run.parameter),

accepted as (
    select distinct
        panel_addition.member_id,
        panel_addition.provider_id
    from book.panel_addition as panel_addition
    inner join run.parameter as today
        on panel_addition.from_date <= today.as_of
        and panel_addition.to_date >= today.as_of
),

dated as (
    select
        selection.member_id,
        selection.provider_id,
        selection.selected_on,
        selection.end_date,
        parameter.as_of,
        coalesce(selection.effective_date, selection.selected_on) as begins_on,
        coalesce(selection.effective_date, selection.selected_on) <= parameter.as_of
        and coalesce(selection.end_date >= parameter.as_of, true) as is_in_force
    from selection
    cross join parameter
    inner join member on selection.member_id = member.member_id
    where member.eligible
),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id
            order by
                case when is_in_force then 0 else 1 end nulls last,
                selected_on desc nulls last,
                provider_id nulls last
        ) as candidate_rank
    from dated
),

counted as (
    select member_id, provider_id, selected_on
    from ranked
    where candidate_rank = 1
),

compared as (
    select
        ranked.*,
        counted.provider_id as counted_provider_id,
        counted.selected_on as counted_selected_on,
        eligibility.serves_member,
        eligibility.reason as failed_test,
        eligibility.found as test_found,
        eligibility.limit_value as test_limit,
        eligibility.panel_status,
        coalesce(system_of_record.provider_id = ranked.provider_id, false)
        or coalesce(prior.provider_id = ranked.provider_id, false) as is_theirs,
        accepted.provider_id is not null as is_accepted,
        coalesce(visit_summary.visits, 0) as visits
    from ranked
    inner join counted on ranked.member_id = counted.member_id
    inner join eligibility
        on ranked.member_id = eligibility.member_id
        and ranked.provider_id = eligibility.provider_id
    left join system_of_record on ranked.member_id = system_of_record.member_id
    left join prior on ranked.member_id = prior.member_id
    left join visit_summary
        on ranked.member_id = visit_summary.member_id
        and ranked.provider_id = visit_summary.provider_id
    left join accepted
        on ranked.member_id = accepted.member_id
        and ranked.provider_id = accepted.provider_id
),

reasoned as (
    select
        *,
        case
            when begins_on > as_of then 'not_in_force'
            when not is_in_force then 'selection_ended'
            when candidate_rank > 1 and selected_on < counted_selected_on
                then 'superseded_by_later_selection'
            when candidate_rank > 1 then 'higher_provider_id'
            when not serves_member then failed_test
            when panel_status = 'open' then 'panel_open'
            when is_theirs then 'has_provider_already'
            when is_accepted then 'panel_addition'
            when panel_status = 'closed' then 'panel_closed'
            when visits > 0 then 'established_patient'
            else 'panel_established_only'
        end as reason
    from compared
),

final as (
    select
        member_id,
        'self_selection' as step,
        cast(candidate_rank as integer) as candidate_rank,
        provider_id,
        reason in (
            'panel_open', 'has_provider_already', 'panel_addition', 'established_patient'
        ) as holds,
        reason,
        case reason
            when 'not_in_force' then cast(begins_on as varchar)
            when 'selection_ended' then cast(as_of as varchar)
            when 'superseded_by_later_selection' then cast(selected_on as varchar)
            when 'higher_provider_id' then provider_id
            when 'panel_open' then panel_status
            when 'has_provider_already' then panel_status
            when 'panel_addition' then panel_status
            when 'panel_closed' then panel_status
            when 'established_patient' then cast(visits as varchar)
            when 'panel_established_only' then cast(visits as varchar)
            else test_found
        end as found,
        case reason
            when 'not_in_force' then cast(as_of as varchar)
            when 'selection_ended' then cast(end_date as varchar)
            when 'superseded_by_later_selection' then cast(counted_selected_on as varchar)
            when 'higher_provider_id' then counted_provider_id
            when 'panel_open' then 'open'
            when 'has_provider_already' then null
            when 'panel_addition' then null
            when 'panel_closed' then 'open'
            when 'established_patient' then '1'
            when 'panel_established_only' then '1'
            else test_limit
        end as limit_value,
        begins_on as own_effective_date,
        cast(null as varchar) as carried_basis,
        candidate_rank = 1
        and is_in_force
        and reason not in (
            'panel_open', 'has_provider_already', 'panel_addition', 'established_patient'
        ) as is_exception
    from reasoned
)

select * from final
