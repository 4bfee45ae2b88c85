/*---
summary: >-
  One row per member and kind of comparison, also where nothing changed: (a) `assignment`, the
  proposal against the system of record; (b) `attribution`, tonight's against the baseline's; (c)
  `alignment`, assigned against attributed. A row equal to that of the baseline continues it.
grain: [member_id, kind]
public: true
inputs:
  - reconciliation.assignment_difference
  - reconciliation.attribution_difference
  - reconciliation.alignment_difference
  - baseline.difference
  - assignment.assigned_provider
  - assignment.pair_distance
  - staging.panel
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  kind: {type: VARCHAR, meaning: "`assignment`, `attribution` or `alignment`."}
  change_type:
    type: VARCHAR
    meaning: >-
      assignment: unchanged, new, changed, ended, unassigned, not_evaluated; attribution: nochange,
      new, changed, dropped; alignment: same, different.
  from_provider_id: {type: VARCHAR, meaning: "By kind: the recorded PMP, the baseline's, or the assigned one."}
  to_provider_id: {type: VARCHAR, meaning: "By kind: the proposed PMP, tonight's, or the attributed one."}
  reason: {type: VARCHAR, meaning: The reason; a new or changed assignment keeps the reason of its first night.}
  from_basis: {type: VARCHAR, meaning: Basis or attribution type of from_provider_id.}
  to_basis: {type: VARCHAR, meaning: Basis or attribution type of to_provider_id.}
  effective_date:
    type: DATE
    meaning: >-
      For an assignment: the first day of the proposed one, or the last day of the recorded one;
      null where neither applies, and for the other kinds.
  from_distance_miles: {type: DOUBLE, meaning: Miles from the member to from_provider_id; null = unknown.}
  to_distance_miles: {type: DOUBLE, meaning: Miles from the member to to_provider_id; null = unknown.}
  same_practice: {type: BOOLEAN, meaning: Whether both are at one practice; null where one is missing.}
  first_seen: {type: DATE, meaning: As-of date of the first of the consecutive published nights with this same row.}
  nights_open:
    type: INTEGER
    meaning: >-
      Consecutive nights with this open difference, tonight included; 0 for unchanged, nochange and
      same.
audits:
  aligned_members_have_all_kinds: >-
    select member_id from reconciliation.difference
    group by member_id
    having count(*) <> 3 and max(case when kind = 'alignment' then 1 else 0 end) = 1
  closed_rows_are_not_open: >-
    select * from reconciliation.difference
    where (change_type in ('unchanged', 'nochange', 'same')) <> (nights_open = 0)
---*/
with baseline as (select * from baseline.difference),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

compared as (
    select
        member_id,
        'assignment' as kind,
        change_type,
        from_provider_id,
        to_provider_id,
        reason,
        from_basis,
        to_basis,
        effective_date
    from reconciliation.assignment_difference
    union all
    select
        member_id,
        'attribution',
        change_type,
        from_provider_id,
        to_provider_id,
        reason,
        from_basis,
        to_basis,
        null
    from reconciliation.attribution_difference
    union all
    select
        member_id,
        'alignment',
        change_type,
        from_provider_id,
        to_provider_id,
        null,
        from_basis,
        to_basis,
        null
    from reconciliation.alignment_difference
),

distance as (
    select
        member_id,
        provider_id,
        max(distance_miles) as distance_miles
    from (
        select member_id, provider_id, distance_miles from assignment.pair_distance
        union all
        select member_id, provider_id, distance_miles from assignment.assigned_provider
    ) as known
    where provider_id is not null
    group by member_id, provider_id
),

remembered as (
    select
        compared.*,
        baseline.member_id is not null as goes_on,
        baseline.first_seen as baseline_first_seen,
        baseline.nights_open as baseline_nights_open,
        baseline.effective_date as baseline_effective_date,
        baseline.reason as baseline_reason,
        compared.change_type in ('unchanged', 'nochange', 'same') as is_closed
    from compared
    left join baseline
        on compared.member_id = baseline.member_id
        and compared.kind = baseline.kind
        and compared.change_type = baseline.change_type
        and compared.from_provider_id is not distinct from baseline.from_provider_id
        and compared.to_provider_id is not distinct from baseline.to_provider_id
),

final as (
    select
        remembered.member_id,
        remembered.kind,
        remembered.change_type,
        remembered.from_provider_id,
        remembered.to_provider_id,
        case
            when
                remembered.goes_on
                and remembered.kind = 'assignment'
                and remembered.change_type in ('new', 'changed')
                then remembered.baseline_reason
            else remembered.reason
        end as reason,
        remembered.from_basis,
        remembered.to_basis,
        case
            when
                remembered.change_type in ('ended', 'unassigned')
                and remembered.from_provider_id is not null
                then coalesce(
                    remembered.effective_date,
                    remembered.baseline_effective_date,
                    parameter.change_effective_date
                )
            else remembered.effective_date
        end as effective_date,
        from_distance.distance_miles as from_distance_miles,
        to_distance.distance_miles as to_distance_miles,
        from_panel.practice_id = to_panel.practice_id as same_practice,
        coalesce(remembered.baseline_first_seen, parameter.as_of) as first_seen,
        case
            when remembered.is_closed then 0
            else coalesce(remembered.baseline_nights_open, 0) + 1
        end as nights_open
    from remembered
    cross join parameter
    left join distance as from_distance
        on remembered.member_id = from_distance.member_id
        and remembered.from_provider_id = from_distance.provider_id
    left join distance as to_distance
        on remembered.member_id = to_distance.member_id
        and remembered.to_provider_id = to_distance.provider_id
    left join panel as from_panel on remembered.from_provider_id = from_panel.provider_id
    left join panel as to_panel on remembered.to_provider_id = to_panel.provider_id
)

select * from final
