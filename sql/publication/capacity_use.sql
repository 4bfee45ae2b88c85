/*---
summary: >-
  The use of each kind of capacity, by source: facilities whose requests are in force and started,
  members assigned, scheduled visits, and visits in claims. In total, and by line of business.
grain: [subject_type, subject_id, line_of_business, kind, source]
inputs:
  - publication.capacity_subject
  - publication.capacity_booked
  - publication.capacity_rendered
  - assignment.assigned_provider
  - assignment.not_evaluated
  - assignment.request_start
  - staging.member
columns:
  subject_type: {type: VARCHAR, meaning: "`panel` or `npi`."}
  subject_id: {type: VARCHAR, meaning: The provider_id or the NPI.}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty text for all.}
  kind: {type: VARCHAR, meaning: "`facility_limit`, `patient_panel`, `daily_visits` or `weekly_hours`."}
  source: {type: VARCHAR, meaning: "`book`, `assigned`, `scheduled` or `claims`."}
  used: {type: DOUBLE, meaning: "Facilities, members, visits per day or hours per week."}
---*/
with subject as (select * from publication.capacity_subject),

member as (select * from staging.member),

facility as (
    select
        provider_id,
        count(distinct part_id) as facilities
    from assignment.request_start
    where part_type = 'facility' and state = 'started'
    group by provider_id
),

-- A member whose line is unknown counts only in the panel's total.
panel_use as (
    select
        provider_id,
        '' as line_of_business,
        'facility_limit' as kind,
        'book' as source,
        cast(facilities as bigint) as amount,
        1 as divisor
    from facility
    union all
    select
        provider_id,
        coalesce(line_of_business, ''),
        'patient_panel',
        'assigned',
        cast(count(*) as bigint),
        1
    from assignment.assigned_provider
    where provider_id is not null
    group by provider_id, coalesce(line_of_business, '')
    union all
    select
        kept.provider_id,
        coalesce(member.line_of_business, ''),
        'patient_panel',
        'assigned',
        cast(count(*) as bigint),
        1
    from assignment.not_evaluated as kept
    left join member on kept.member_id = member.member_id
    where kept.provider_id is not null
    group by kept.provider_id, coalesce(member.line_of_business, '')
    union all
    select
        provider_id,
        line_of_business,
        kind,
        'claims',
        amount,
        divisor
    from publication.capacity_rendered
),

subject_use as (
    select
        subject.subject_type,
        subject.subject_id,
        panel_use.line_of_business,
        panel_use.kind,
        panel_use.source,
        panel_use.amount,
        panel_use.divisor
    from panel_use
    inner join subject on panel_use.provider_id = subject.provider_id
),

final as (
    select
        subject_type,
        subject_id,
        '' as line_of_business,
        kind,
        source,
        round(cast(sum(amount) as double) / max(divisor), 4) as used
    from subject_use
    group by subject_type, subject_id, kind, source
    union all
    select
        subject_type,
        subject_id,
        line_of_business,
        kind,
        source,
        round(cast(sum(amount) as double) / max(divisor), 4)
    from subject_use
    where line_of_business <> ''
    group by subject_type, subject_id, line_of_business, kind, source
    union all
    select
        subject_type,
        subject_id,
        line_of_business,
        kind,
        'scheduled',
        used
    from publication.capacity_booked
)

select * from final
