/*---
summary: >-
  Alerts on subjects without a provider: members, facilities where people live, and absent providers
  for whom no one acts, now or later in a known absence. An absence that begins or ends soon gets an
  alert too.
grain: [alert_type, subject_type, subject_id, about]
inputs:
  - assignment.assigned_provider
  - publication.facility_gap
  - publication.absence_gap
  - book.coverage
  - book.patient_assignment
  - run.parameter
columns:
  alert_type: {type: VARCHAR, meaning: "`coverage_gap`, `coverage_starts` or `coverage_ends`."}
  subject_type: {type: VARCHAR, meaning: "`member`, `facility` or `provider` (the absent one)."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about: {type: VARCHAR, meaning: "The request, and the last day of its gap; empty text for members and facilities."}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with assigned as (select * from assignment.assigned_provider),

parameter as (select * from run.parameter),

absence as (
    select
        'provider' as subject_type,
        absent_provider_id as subject_id,
        request_id,
        min(from_date) as from_date,
        max(to_date) as to_date
    from book.coverage
    group by absent_provider_id, request_id
    union all
    select
        'member',
        member_id,
        request_id,
        min(from_date),
        max(to_date)
    from book.patient_assignment
    where role = 'coverage'
    group by member_id, request_id
),

final as (
    select
        'coverage_gap' as alert_type,
        'member' as subject_type,
        member_id as subject_id,
        '' as about,
        reason as detail
    from assigned
    where provider_id is null
    union all
    select
        'coverage_gap',
        'facility',
        facility_id,
        '',
        'no primary provider'
        || case when request_id is null then '' else ': ' || request_id || ' ' || why end
        || '; residents: ' || cast(residents as varchar)
    from publication.facility_gap
    union all
    select
        'coverage_gap',
        'provider',
        absent_provider_id,
        replace(replace(request_id, '%', '%25'), ':', '%3A') || ':' || cast(to_date as varchar),
        'nobody acts from ' || cast(from_date as varchar) || ' to ' || cast(to_date as varchar)
        || ': ' || reason || ' (' || named_provider_id || '); members affected: '
        || cast(members as varchar)
    from publication.absence_gap
    union all
    select
        'coverage_starts',
        absence.subject_type,
        absence.subject_id,
        replace(replace(absence.request_id, '%', '%25'), ':', '%3A'),
        'from ' || cast(absence.from_date as varchar)
        || case
            when absence.to_date = date '9999-12-31' then ''
            else ' to ' || cast(absence.to_date as varchar)
        end
    from absence
    inner join parameter
        on absence.from_date > parameter.as_of
        and absence.from_date <= parameter.coverage_alert_until
    union all
    select
        'coverage_ends',
        absence.subject_type,
        absence.subject_id,
        replace(replace(absence.request_id, '%', '%25'), ':', '%3A'),
        'last day ' || cast(absence.to_date as varchar)
    from absence
    inner join parameter
        on absence.from_date <= parameter.as_of
        and absence.to_date >= parameter.as_of
        and absence.to_date <= parameter.coverage_alert_until
)

select * from final
