/*---
summary: >-
  Members in the system of record or on the last list who no longer have a PMP tonight, with the
  reason. Members whose row was rejected are not included.
grain: [member_id]
inputs:
  - staging.member
  - staging.system_of_record
  - staging.prior
  - baseline.registry
  - assignment.not_evaluated
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  reason:
    type: VARCHAR
    meaning: >-
      `died`, `termed` (no coverage on the as-of date), `absent_from_file`, or `pmp_not_required`.
  last_day: {type: DATE, meaning: "Day of death, or the last covered day; null where unknown."}
---*/
with member as (select * from staging.member),

not_evaluated as (select * from assignment.not_evaluated),

parameter as (select * from run.parameter),

known as (
    select member_id from staging.system_of_record
    union
    select member_id from staging.prior
    union
    select member_id from baseline.registry where section <> 'left'
),

final as (
    select
        known.member_id,
        case
            when member.member_id is null then 'absent_from_file'
            when member.status = 'died' then 'died'
            when member.status = 'pmp_not_required' then 'pmp_not_required'
            else 'termed'
        end as reason,
        case
            when member.status = 'died' then member.death_date
            when member.status = 'not_covered' and member.coverage_end < parameter.as_of
                then member.coverage_end
        end as last_day
    from known
    cross join parameter
    left join member on known.member_id = member.member_id
    left join not_evaluated on known.member_id = not_evaluated.member_id
    where not_evaluated.member_id is null and not coalesce(member.eligible, false)
)

select * from final
