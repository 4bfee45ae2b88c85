/*---
summary: >-
  How busy each subject is by its scheduled visits: visits on its busiest day and hours in its busiest
  week (Monday to Sunday), from the as-of date to the end of the weeks that the policy looks ahead.
  The row of a line of business counts its part of that same day and week.
grain: [subject_type, subject_id, line_of_business, kind]
inputs:
  - publication.capacity_subject
  - raw.scheduled_visits
  - staging.member
  - run.parameter
columns:
  subject_type: {type: VARCHAR, meaning: "`panel` or `npi`."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty text for all.}
  kind: {type: VARCHAR, meaning: "`daily_visits` or `weekly_hours`."}
  used: {type: DOUBLE, meaning: Visits or hours.}
  peak_date: {type: DATE, meaning: "The busiest day, or the Monday of the busiest week; the first of several."}
---*/
with subject as (select * from publication.capacity_subject),

member as (select * from staging.member),

parameter as (select * from run.parameter),

booked as (
    select
        visit.provider_id,
        visit.scheduled_at as visit_day,
        cast(date_trunc('week', visit.scheduled_at) as date) as visit_week,
        member.line_of_business,
        coalesce(visit.duration_minutes, parameter.default_visit_minutes) as minutes
    from raw.scheduled_visits as visit
    inner join parameter
        on visit.scheduled_at >= parameter.as_of
        and visit.scheduled_at <= parameter.scheduled_until
    left join member on visit.member_id = member.member_id
),

counted as (
    select
        subject.subject_type,
        subject.subject_id,
        booked.line_of_business,
        'daily_visits' as kind,
        booked.visit_day as peak_date,
        1 as amount,
        1 as divisor
    from booked
    inner join subject on booked.provider_id = subject.provider_id
    union all
    select
        subject.subject_type,
        subject.subject_id,
        booked.line_of_business,
        'weekly_hours',
        booked.visit_week,
        booked.minutes,
        60
    from booked
    inner join subject on booked.provider_id = subject.provider_id
),

total as (
    select
        subject_type,
        subject_id,
        kind,
        peak_date,
        round(cast(sum(amount) as double) / max(divisor), 4) as used
    from counted
    group by subject_type, subject_id, kind, peak_date
),

ranked as (
    select
        *,
        row_number() over (
            partition by subject_type, subject_id, kind
            order by used desc nulls last, peak_date nulls last
        ) as place
    from total
),

peak as (select * from ranked where place = 1),

final as (
    select
        subject_type,
        subject_id,
        '' as line_of_business,
        kind,
        used,
        peak_date
    from peak
    union all
    select
        peak.subject_type,
        peak.subject_id,
        counted.line_of_business,
        peak.kind,
        round(cast(sum(counted.amount) as double) / max(counted.divisor), 4),
        peak.peak_date
    from peak
    inner join counted
        on peak.subject_type = counted.subject_type
        and peak.subject_id = counted.subject_id
        and peak.kind = counted.kind
        and peak.peak_date = counted.peak_date
    where counted.line_of_business is not null
    group by
        peak.subject_type,
        peak.subject_id,
        counted.line_of_business,
        peak.kind,
        peak.peak_date
)

select * from final
