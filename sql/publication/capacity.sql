/*---
summary: >-
  How full each panel and each NPI is, for four kinds of capacity: facilities, patients, visits per
  day and hours per week. One row in total, with the limit, and one per line of business, with its
  share of the use. There is a row if there is a limit, a use or a pending change. Limits are
  recommendations: no member loses a PMP because a panel is full.
grain: [subject_type, subject_id, line_of_business, kind, source]
public: true
inputs:
  - publication.capacity_limit
  - publication.capacity_pending
  - publication.capacity_subject
  - publication.capacity_use
  - baseline.capacity
  - run.feed
  - run.parameter
columns:
  subject_type: {type: VARCHAR, meaning: "`panel`, or `npi` for the sum of its panels."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty text for all.}
  kind: {type: VARCHAR, meaning: "`facility_limit`, `patient_panel`, `daily_visits` or `weekly_hours`."}
  source:
    type: VARCHAR
    meaning: >-
      Where the use comes from: `book` (facilities in force), `assigned` (members tonight),
      `scheduled` (the busiest day or week of scheduled visits) or `claims` (the average working day
      or week of recent weeks).
  used: {type: DOUBLE, meaning: "Facilities, members, visits per day or hours per week."}
  limit_value: {type: DOUBLE, meaning: The most that it takes; null = no limit. A line of business has none.}
  limit_source: {type: VARCHAR, meaning: "`providers` (its row in the feed) or `sum_of_panels`."}
  room: {type: DOUBLE, meaning: "What is left, negative when over the limit; null = no limit."}
  pending_in:
    type: BIGINT
    meaning: >-
      Patients or facilities that will come: not yet shown by the system of record, or from a later
      day on by the book. Null for visits and hours.
  pending_out: {type: BIGINT, meaning: "Those that will go, likewise."}
  scheduled_in: {type: BIGINT, meaning: "Of pending_in, those that come on a later day and are not counted in used."}
  scheduled_out: {type: BIGINT, meaning: "Of pending_out, those that go on a later day and are still counted in used."}
  share: {type: DOUBLE, meaning: Used divided by the limit; null without a limit.}
  share_of_panel: {type: DOUBLE, meaning: "For a line of business, its share of all that is used; else null."}
  trend: {type: DOUBLE, meaning: Use above (or below) the baseline's; null where the baseline has none.}
  status: {type: VARCHAR, meaning: "`ok`, `near` (at least the policy's share), `at_or_over` or `no_limit`."}
---*/
with use as (select * from publication.capacity_use),

subject as (select * from publication.capacity_subject),

capacity_limit as (select * from publication.capacity_limit),

baseline as (select * from baseline.capacity),

parameter as (select * from run.parameter),

-- A feed that was not delivered tonight counts as unknown, not as zero.
usage_source as (
    select 'facility_limit' as kind, 'book' as source
    union all
    select 'patient_panel', 'assigned'
    union all
    select kinds.kind, sources.source
    from (
        select 'daily_visits' as kind
        union all
        select 'weekly_hours'
    ) as kinds
    cross join (
        select case feed when 'claims' then 'claims' else 'scheduled' end as source
        from run.feed
        where delivered and feed in ('claims', 'scheduled_visits')
    ) as sources
),

panel_pending as (
    select
        subject.subject_type,
        subject.subject_id,
        pending.line_of_business,
        pending.kind,
        pending.pending_in,
        pending.pending_out,
        pending.scheduled_in,
        pending.scheduled_out
    from publication.capacity_pending as pending
    inner join subject on pending.provider_id = subject.provider_id
),

pending_row as (
    select subject_type, subject_id, '' as line_of_business, kind,
        pending_in, pending_out, scheduled_in, scheduled_out
    from panel_pending
    union all
    select subject_type, subject_id, line_of_business, kind,
        pending_in, pending_out, scheduled_in, scheduled_out
    from panel_pending
    where line_of_business <> ''
),

pending as (
    select
        subject_type,
        subject_id,
        line_of_business,
        kind,
        cast(sum(pending_in) as bigint) as pending_in,
        cast(sum(pending_out) as bigint) as pending_out,
        cast(sum(scheduled_in) as bigint) as scheduled_in,
        cast(sum(scheduled_out) as bigint) as scheduled_out
    from pending_row
    group by subject_type, subject_id, line_of_business, kind
),

named as (
    select subject_type, subject_id, line_of_business, kind, source from use
    union
    select capacity_limit.subject_type, capacity_limit.subject_id, '', usage_source.kind, usage_source.source
    from capacity_limit
    inner join usage_source on capacity_limit.kind = usage_source.kind
    union
    select pending.subject_type, pending.subject_id, pending.line_of_business, usage_source.kind, usage_source.source
    from pending
    inner join usage_source on pending.kind = usage_source.kind
),

joined as (
    select
        named.subject_type,
        named.subject_id,
        named.line_of_business,
        named.kind,
        named.source,
        coalesce(use.used, 0) as used,
        case when named.line_of_business = '' then capacity_limit.limit_value end as limit_value,
        case when named.line_of_business = '' then capacity_limit.limit_source end as limit_source,
        case when named.kind in ('facility_limit', 'patient_panel') then 0 end as nothing_pending
    from named
    left join use
        on named.subject_type = use.subject_type
        and named.subject_id = use.subject_id
        and named.line_of_business = use.line_of_business
        and named.kind = use.kind
        and named.source = use.source
    left join capacity_limit
        on named.subject_type = capacity_limit.subject_type
        and named.subject_id = capacity_limit.subject_id
        and named.kind = capacity_limit.kind
),

known_before as (
    select count(*) as capacity_rows
    from baseline
),

final as (
    select
        joined.subject_type,
        joined.subject_id,
        joined.line_of_business,
        joined.kind,
        joined.source,
        joined.used,
        joined.limit_value,
        joined.limit_source,
        round(joined.limit_value - joined.used, 4) as room,
        cast(coalesce(pending.pending_in, joined.nothing_pending) as bigint) as pending_in,
        cast(coalesce(pending.pending_out, joined.nothing_pending) as bigint) as pending_out,
        cast(coalesce(pending.scheduled_in, joined.nothing_pending) as bigint) as scheduled_in,
        cast(coalesce(pending.scheduled_out, joined.nothing_pending) as bigint) as scheduled_out,
        round(cast(joined.used as double) / nullif(joined.limit_value, 0), 4) as share,
        case
            when joined.line_of_business <> ''
                then round(cast(joined.used as double) / nullif(whole.used, 0), 4)
        end as share_of_panel,
        case
            when known_before.capacity_rows > 0
                then round(joined.used - coalesce(baseline.used, 0), 4)
        end as trend,
        case
            when joined.limit_value is null then 'no_limit'
            when joined.used >= joined.limit_value then 'at_or_over'
            when cast(joined.used as double) / joined.limit_value >= parameter.near_share
                then 'near'
            else 'ok'
        end as status
    from joined
    cross join parameter
    cross join known_before
    left join pending
        on joined.subject_type = pending.subject_type
        and joined.subject_id = pending.subject_id
        and joined.line_of_business = pending.line_of_business
        and joined.kind = pending.kind
    left join use as whole
        on joined.subject_type = whole.subject_type
        and joined.subject_id = whole.subject_id
        and joined.kind = whole.kind
        and joined.source = whole.source
        and whole.line_of_business = ''
    left join baseline
        on joined.subject_type = baseline.subject_type
        and joined.subject_id = baseline.subject_id
        and joined.line_of_business = baseline.line_of_business
        and joined.kind = baseline.kind
        and joined.source = baseline.source
)

select * from final
