/*---
summary: >-
  Each member's PMPs in two timelines: the days on which they were in effect, and the nights on which
  this was recorded. Tonight restates the baseline's history from the effective date on if it differs;
  nothing once recorded is lost. A member without a history begins with the system of record's row,
  or else the baseline's. An assignment whose end is already recorded and that returns begins tonight,
  or with the new coverage if a break in coverage had ended it.
grain: [member_id, held_from, known_from]
public: true
inputs:
  - baseline.history
  - assignment.assigned_provider
  - assignment.candidate
  - assignment.not_evaluated
  - staging.member
  - staging.coverage_span
  - staging.system_of_record
  - staging.prior
  - run.parameter
  - run.calendar
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP.}
  basis: {type: VARCHAR, meaning: "The step, or the system of record's basis, that first gave it."}
  reason: {type: VARCHAR, meaning: "Why the step held; null where only the system of record has it."}
  request_id: {type: VARCHAR, meaning: "The request that gave it, if one did."}
  held_from: {type: DATE, meaning: First day.}
  held_to: {type: DATE, meaning: "Last day; 9999-12-31 when open."}
  ended_reason:
    type: VARCHAR
    meaning: >-
      `replaced` (another row follows), `unassigned`, `termed`, `died`, `absent_from_file` or
      `pmp_not_required`; null when open.
  known_from: {type: DATE, meaning: The as-of date of the night that first recorded it.}
  known_to: {type: DATE, meaning: "The day before the night that corrected it; 9999-12-31 while it is current."}
audits:
  at_most_one_primary_a_day_at_any_known_day: >-
    select earlier.member_id
    from assignment.history as earlier
    inner join assignment.history as later
    on earlier.member_id = later.member_id
    and (earlier.held_from < later.held_from
    or (earlier.held_from = later.held_from and earlier.known_from < later.known_from))
    and earlier.held_to >= later.held_from
    and earlier.known_from <= later.known_to
    and later.known_from <= earlier.known_to
  nothing_known_is_lost: >-
    select recorded.member_id
    from baseline.history as recorded
    left join assignment.history as kept
    on recorded.member_id = kept.member_id
    and recorded.held_from = kept.held_from
    and recorded.known_from = kept.known_from
    and recorded.provider_id = kept.provider_id
    and recorded.held_to = kept.held_to
    where kept.member_id is null
    or (recorded.known_to <> kept.known_to and recorded.known_to < date '9999-12-31')
  ends_after_it_starts: >-
    select * from assignment.history where held_to < held_from or known_to < known_from
---*/
with recorded as (select * from baseline.history),

assigned as (select * from assignment.assigned_provider),

-- A step that follows a request names it: a move in the limit, because found is the old PMP, others in found.
requested as (
    select
        member_id,
        provider_id,
        step,
        case when step = 'reassigned' then limit_value else found end as request_id
    from assignment.candidate
    where held and step in ('patient_assignment', 'reassigned', 'facility')
),

not_evaluated as (select * from assignment.not_evaluated),

member as (select * from staging.member),

coverage_span as (select * from staging.coverage_span),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

parameter as (select * from run.parameter),

calendar as (select * from run.calendar),

told_member as (
    select member_id
    from recorded
    group by member_id
),

found as (
    select
        member_id,
        provider_id,
        basis,
        effective_date
    from system_of_record
    union all
    select
        prior.member_id,
        prior.provider_id,
        coalesce(prior.carried_basis, prior.basis) as basis,
        prior.effective_date
    from prior
    left join system_of_record on prior.member_id = system_of_record.member_id
    where system_of_record.member_id is null and prior.provider_id is not null
),

-- What is current before tonight.
belief as (
    select
        member_id,
        provider_id,
        basis,
        reason,
        request_id,
        held_from,
        held_to,
        ended_reason,
        known_from,
        true as is_told
    from recorded
    where known_to = date '9999-12-31'
    union all
    select
        found.member_id,
        found.provider_id,
        found.basis,
        cast(null as varchar) as reason,
        cast(null as varchar) as request_id,
        found.effective_date as held_from,
        date '9999-12-31' as held_to,
        cast(null as varchar) as ended_reason,
        parameter.as_of as known_from,
        false as is_told
    from found
    cross join parameter
    left join told_member on found.member_id = told_member.member_id
    where told_member.member_id is null and found.effective_date is not null
),

open_row as (
    select
        member_id,
        provider_id,
        held_from
    from belief
    where held_to = date '9999-12-31'
),

ended_row as (
    select
        belief.member_id,
        belief.provider_id,
        belief.held_from,
        belief.held_to,
        belief.ended_reason in ('termed', 'died', 'absent_from_file') as ended_with_coverage,
        calendar.next_day
    from belief
    left join calendar on belief.held_to = calendar.day
    where belief.held_to < date '9999-12-31'
),

-- A date outside the calendar counts as tonight.
proposed as (
    select
        assigned.member_id,
        assigned.provider_id,
        coalesce(assigned.carried_basis, assigned.basis) as basis,
        assigned.reason,
        requested.request_id,
        case
            when calendar.day is null then parameter.as_of
            when ended_row.member_id is null then assigned.effective_date
            when ended_row.held_to >= parameter.day_before then assigned.effective_date
            when not coalesce(ended_row.ended_with_coverage, false) then parameter.as_of
            when member.unbroken_since > ended_row.next_day then member.unbroken_since
            else assigned.effective_date
        end as begins,
        coalesce(
            open_row.provider_id = assigned.provider_id
            and (
                calendar.day is null
                or open_row.held_from = assigned.effective_date
                or (
                    open_row.held_from > assigned.effective_date
                    and ended_row.member_id is not null
                )
            ), false
        ) as is_open_already
    from assigned
    cross join parameter
    inner join member on assigned.member_id = member.member_id
    left join calendar on assigned.effective_date = calendar.next_day
    left join requested
        on assigned.member_id = requested.member_id
        and assigned.provider_id = requested.provider_id
        and assigned.basis = requested.step
    left join open_row on assigned.member_id = open_row.member_id
    left join ended_row
        on assigned.member_id = ended_row.member_id
        and assigned.provider_id = ended_row.provider_id
        and assigned.effective_date = ended_row.held_from
    where assigned.provider_id is not null
),

begun as (
    select
        proposed.*,
        calendar.day as last_day_before
    from proposed
    inner join calendar on proposed.begins = calendar.next_day
    where not proposed.is_open_already
),

-- Members without a PMP tonight who have a current row.
without as (
    select
        belief.member_id,
        case
            when member.member_id is null then 'absent_from_file'
            when member.eligible then 'unassigned'
            when member.status = 'not_covered' then 'termed'
            else member.status
        end as ended_reason,
        case when member.status = 'died' then member.death_date end as death_date,
        parameter.day_before
    from belief
    cross join parameter
    left join member on belief.member_id = member.member_id
    left join not_evaluated on belief.member_id = not_evaluated.member_id
    left join assigned on belief.member_id = assigned.member_id
    where not_evaluated.member_id is null and assigned.provider_id is null
    group by
        belief.member_id,
        member.member_id,
        member.eligible,
        member.status,
        member.death_date,
        parameter.day_before
),

covered_until as (
    select
        without.member_id,
        max(coverage_span.coverage_end) as last_day
    from without
    inner join coverage_span
        on without.member_id = coverage_span.member_id
        and coverage_span.coverage_start <= without.day_before
    where without.ended_reason in ('termed', 'died')
    group by without.member_id
),

ended as (
    select
        without.member_id,
        without.ended_reason,
        least(
            without.day_before,
            coalesce(covered_until.last_day, without.day_before),
            coalesce(without.death_date, without.day_before)
        ) as last_day,
        covered_until.last_day is not null as is_told_last_day
    from without
    left join covered_until on without.member_id = covered_until.member_id
),

restated as (
    select
        member_id,
        last_day_before as last_day,
        'replaced' as ended_reason,
        false as is_told_last_day
    from begun
    union all
    select
        member_id,
        last_day,
        ended_reason,
        is_told_last_day
    from ended
),

-- The last row that took effect; one that would begin after the last day never did.
latest as (
    select
        belief.member_id,
        max(belief.held_from) as held_from
    from belief
    inner join ended
        on belief.member_id = ended.member_id
        and belief.held_from <= ended.last_day
    group by belief.member_id
),

-- Rows that reach beyond the last day, and a last row that coverage ended too early.
reached as (
    select
        belief.*,
        restated.last_day,
        restated.ended_reason as new_reason
    from belief
    inner join restated on belief.member_id = restated.member_id
    left join latest on belief.member_id = latest.member_id
    where
        belief.held_to > restated.last_day
        or (
            belief.held_to < restated.last_day
            and belief.held_from = latest.held_from
            and restated.is_told_last_day
            and coalesce(belief.ended_reason in ('termed', 'died', 'absent_from_file'), false)
        )
),

final as (
    select
        recorded.member_id,
        recorded.provider_id,
        recorded.basis,
        recorded.reason,
        recorded.request_id,
        recorded.held_from,
        recorded.held_to,
        recorded.ended_reason,
        recorded.known_from,
        case
            when reached.member_id is null then recorded.known_to
            else parameter.day_before
        end as known_to
    from recorded
    cross join parameter
    left join reached
        on recorded.member_id = reached.member_id
        and recorded.held_from = reached.held_from
        and recorded.known_from = reached.known_from
        and reached.is_told
    union all
    select
        belief.member_id,
        belief.provider_id,
        belief.basis,
        belief.reason,
        belief.request_id,
        belief.held_from,
        belief.held_to,
        belief.ended_reason,
        belief.known_from,
        date '9999-12-31'
    from belief
    left join reached
        on belief.member_id = reached.member_id
        and belief.held_from = reached.held_from
    where not belief.is_told and reached.member_id is null
    union all
    select
        reached.member_id,
        reached.provider_id,
        reached.basis,
        reached.reason,
        reached.request_id,
        reached.held_from,
        reached.last_day,
        reached.new_reason,
        parameter.as_of,
        date '9999-12-31'
    from reached
    cross join parameter
    where reached.held_from <= reached.last_day
    union all
    select
        begun.member_id,
        begun.provider_id,
        begun.basis,
        begun.reason,
        begun.request_id,
        begun.begins,
        date '9999-12-31',
        cast(null as varchar),
        parameter.as_of,
        date '9999-12-31'
    from begun
    cross join parameter
)

select * from final
