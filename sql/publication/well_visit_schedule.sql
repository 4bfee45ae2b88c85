/*---
summary: >-
  The well visits that are due for each member tonight. Up to the day on which a child is 15 months
  old, six from birth to that day; from then to the day of 30 months, two more (NCQA HEDIS W30); then
  none until the third birthday; from that day on, one per year, by the child codes to 21 years and by
  the adult codes after. A month later is the same day of that month, or its last day.
grain: [member_id]
inputs: [publication.gap_member, run.parameter]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  schedule: {type: VARCHAR, meaning: "`first_months`, `second_months` or `yearly`."}
  code_set: {type: VARCHAR, meaning: "The codes that count, `well_child` or `well_adult`."}
  visits_needed: {type: INTEGER, meaning: Visits on different days that close the gap.}
  counts_after: {type: DATE, meaning: Visits after this day count; null = from birth.}
  due_by: {type: DATE, meaning: "For a child's months, their last day; null when yearly."}
  yearly_since:
    type: DATE
    meaning: >-
      When yearly, the day since which a visit per year is due, by age and coverage; else null.
  enrolled_late:
    type: BOOLEAN
    meaning: >-
      Whether the child was not covered through all of the months; the first month of life is not
      required.
---*/
with gap_member as (select * from publication.gap_member),

parameter as (select * from run.parameter),

-- Computed once per date of birth, which many members share.
born as (select distinct birth_date from gap_member),

requirement as (
    select
        born.birth_date,
        12 * year(born.birth_date) + month(born.birth_date) - 1 as birth_month,
        wanted.birthday,
        case wanted.birthday
            when 'first' then parameter.well_first_months
            when 'second' then parameter.well_second_months
            when 'forgiven' then 1
            else 12 * parameter.well_yearly_from_age
        end as months
    from born
    cross join parameter
    cross join (
        values ('forgiven'), ('first'), ('second'), ('yearly')
    ) as wanted (birthday)
),

reached as (
    select
        birthday,
        birth_date,
        cast(floor(cast(birth_month + months as double) / 12) as integer) as in_year,
        cast(birth_month + months as integer)
        - 12 * cast(floor(cast(birth_month + months as double) / 12) as integer) + 1 as in_month
    from requirement
),

ending as (
    select
        *,
        case
            when in_month in (4, 6, 9, 11) then 30
            when in_month <> 2 then 31
            when in_year % 400 = 0 or (in_year % 4 = 0 and in_year % 100 <> 0) then 29
            else 28
        end as last_day
    from reached
),

dated as (
    select
        birth_date,
        birthday,
        cast(
            cast(in_year as varchar)
            || '-' || substr('0' || cast(in_month as varchar), length(cast(in_month as varchar)), 2)
            || '-' || case
                when day(birth_date) > last_day then cast(last_day as varchar)
                else substr(cast(birth_date as varchar), 9, 2)
            end
            as date
        ) as day
    from ending
),

birthdays as (
    select
        birth_date,
        max(case when birthday = 'forgiven' then day end) as forgiven_until,
        max(case when birthday = 'first' then day end) as first_until,
        max(case when birthday = 'second' then day end) as second_until,
        max(case when birthday = 'yearly' then day end) as yearly_from
    from dated
    group by birth_date
),

scheduled as (
    select
        gap_member.member_id,
        gap_member.age,
        gap_member.unbroken_since,
        birthdays.forgiven_until,
        birthdays.first_until,
        birthdays.second_until,
        birthdays.yearly_from,
        parameter.well_first_visits,
        parameter.well_second_visits,
        parameter.well_child_max_age,
        parameter.gap_window_start,
        case
            when parameter.as_of <= birthdays.first_until then 'first_months'
            when parameter.as_of <= birthdays.second_until then 'second_months'
            when parameter.as_of >= birthdays.yearly_from then 'yearly'
        end as schedule
    from gap_member
    inner join birthdays on gap_member.birth_date = birthdays.birth_date
    cross join parameter
),

final as (
    select
        member_id,
        schedule,
        case
            when schedule = 'yearly' and age > well_child_max_age then 'well_adult'
            else 'well_child'
        end as code_set,
        case schedule
            when 'first_months' then well_first_visits
            when 'second_months' then well_second_visits
            else 1
        end as visits_needed,
        case schedule
            when 'second_months' then first_until
            when 'yearly' then gap_window_start
        end as counts_after,
        case schedule
            when 'first_months' then first_until
            when 'second_months' then second_until
        end as due_by,
        case
            when schedule <> 'yearly' then null
            when yearly_from > unbroken_since then yearly_from
            else unbroken_since
        end as yearly_since,
        case schedule
            when 'first_months' then unbroken_since > forgiven_until
            when 'second_months' then unbroken_since > first_until
            else false
        end as enrolled_late
    from scheduled
    where schedule is not null
)

select * from final
