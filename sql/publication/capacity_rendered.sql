/*---
summary: >-
  How busy each panel was by its claims in the policy's last weeks: visits on an average working day
  (Monday to Friday) and hours in an average week, with the policy's default length of a visit. A
  visit is a member's day with a primary-care or well-visit code, paid or denied, because it took time
  either way.
grain: [provider_id, line_of_business, kind]
inputs:
  - evidence.rendered_service
  - staging.member
  - run.calendar
  - run.parameter
columns:
  provider_id: {type: VARCHAR, meaning: The panel that rendered them.}
  line_of_business: {type: VARCHAR, meaning: The members' line of business; empty text where it is unknown.}
  kind: {type: VARCHAR, meaning: "`daily_visits` or `weekly_hours`."}
  amount: {type: BIGINT, meaning: "Visits on working days, or minutes of all visits."}
  divisor: {type: INTEGER, meaning: "What the amount is divided by: the working days, or sixty minutes for each week."}
---*/
with member as (select * from staging.member),

calendar as (select * from run.calendar),

parameter as (select * from run.parameter),

visit as (
    select
        service.member_id,
        service.provider_id,
        service.service_date
    from evidence.rendered_service as service
    inner join parameter
        on service.service_date > parameter.rendered_after
        and service.service_date <= parameter.as_of
    where
        service.provider_id <> ''
        and (service.is_primary_care or service.is_well_child or service.is_well_adult)
),

counted as (
    select
        visit.provider_id,
        coalesce(member.line_of_business, '') as line_of_business,
        sum(case when calendar.is_working_day then 1 else 0 end) as working_day_visits,
        count(*) as visits
    from visit
    inner join calendar on visit.service_date = calendar.day
    left join member on visit.member_id = member.member_id
    group by visit.provider_id, coalesce(member.line_of_business, '')
),

final as (
    select
        counted.provider_id,
        counted.line_of_business,
        'daily_visits' as kind,
        cast(counted.working_day_visits as bigint) as amount,
        5 * parameter.rendered_weeks as divisor
    from counted
    cross join parameter
    union all
    select
        counted.provider_id,
        counted.line_of_business,
        'weekly_hours',
        cast(counted.visits * parameter.default_visit_minutes as bigint),
        60 * parameter.rendered_weeks
    from counted
    cross join parameter
)

select * from final
