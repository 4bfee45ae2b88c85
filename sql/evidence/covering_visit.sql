/*---
summary: >-
  Days on which a member had a service that the policy considers from the provider who acted for their
  PMP, within the dates and the scope of the coverage. The services count for the PMP where the policy
  allows it (coverage_counts_for_absent) and the PMP is eligible tonight. The member's PMP on that day
  comes from the baseline's history, else from tonight's system of record.
grain: [member_id, service_date]
inputs:
  - evidence.claim_line
  - staging.coverage_segment
  - staging.system_of_record
  - staging.member
  - staging.eligible_pmp
  - baseline.history
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  service_date: {type: DATE, meaning: The day.}
  rendered_by: {type: VARCHAR, meaning: "The panel that the member saw, which acted for the PMP."}
  provider_id: {type: VARCHAR, meaning: The PMP that the services count for.}
  request_id: {type: VARCHAR, meaning: The coverage.}
---*/
with parameter as (select * from run.parameter),

acting as (
    select segment.*
    from staging.coverage_segment as segment
    cross join parameter
    where
        segment.acting_provider_id is not null
        and segment.from_date <= parameter.as_of
        and parameter.coverage_counts_for_absent
),

member as (
    select
        member_id,
        facility_id,
        line_of_business
    from staging.member
    where eligible
),

day as (
    select
        line.member_id,
        line.provider_id,
        line.service_date
    from evidence.claim_line as line
    inner join acting
        on line.provider_id = acting.acting_provider_id
        and line.service_date >= acting.from_date
        and line.service_date <= acting.to_date
    group by line.member_id, line.provider_id, line.service_date
),

recorded as (
    select history.*
    from baseline.history as history
    where
        history.known_to = date '9999-12-31'
        and history.member_id in (select day.member_id from day)
),

pmp as (
    select
        day.member_id,
        day.provider_id as rendered_by,
        day.service_date,
        recorded.provider_id
    from day
    inner join recorded
        on day.member_id = recorded.member_id
        and day.service_date >= recorded.held_from
        and day.service_date <= recorded.held_to
    union all
    select
        day.member_id,
        day.provider_id,
        day.service_date,
        recorded.provider_id
    from day
    inner join staging.system_of_record as recorded
        on day.member_id = recorded.member_id
        and coalesce(recorded.effective_date <= day.service_date, true)
    where day.member_id not in (select recorded.member_id from recorded)
),

seen as (
    select
        pmp.member_id,
        pmp.rendered_by,
        pmp.service_date,
        pmp.provider_id,
        member.facility_id
    from pmp
    inner join member on pmp.member_id = member.member_id
    inner join staging.eligible_pmp as eligible_pmp
        on pmp.provider_id = eligible_pmp.provider_id
        and member.line_of_business = eligible_pmp.line_of_business
),

choice as (
    select
        seen.*,
        1 as precedence,
        acting.acting_provider_id,
        acting.request_id
    from seen
    inner join acting
        on acting.absent_provider_id = ''
        and seen.member_id = acting.scope_id
        and seen.service_date >= acting.from_date
        and seen.service_date <= acting.to_date
    union all
    select
        seen.*,
        2 as precedence,
        acting.acting_provider_id,
        acting.request_id
    from seen
    inner join acting
        on seen.provider_id = acting.absent_provider_id
        and seen.member_id = acting.scope_id
        and acting.scope = 'member'
        and seen.service_date >= acting.from_date
        and seen.service_date <= acting.to_date
    union all
    select
        seen.*,
        3 as precedence,
        acting.acting_provider_id,
        acting.request_id
    from seen
    inner join acting
        on seen.provider_id = acting.absent_provider_id
        and seen.facility_id = acting.scope_id
        and acting.scope = 'facility'
        and seen.service_date >= acting.from_date
        and seen.service_date <= acting.to_date
    union all
    select
        seen.*,
        4 as precedence,
        acting.acting_provider_id,
        acting.request_id
    from seen
    inner join acting
        on seen.provider_id = acting.absent_provider_id
        and acting.scope = 'all'
        and seen.service_date >= acting.from_date
        and seen.service_date <= acting.to_date
),

-- One provider acts on a day, from the narrowest coverage in which one is available; also if the member saw several.
ranked as (
    select
        *,
        row_number() over (
            partition by member_id, rendered_by, service_date
            order by precedence nulls last, request_id nulls last
        ) as place
    from choice
),

final as (
    select
        member_id,
        service_date,
        rendered_by,
        provider_id,
        request_id
    from ranked
    where
        place = 1
        and acting_provider_id = rendered_by
        and rendered_by <> provider_id
)

select * from final
