/*---
summary: >-
  Where an approved exception in force allows a tied provider to keep or get a member although the
  panel does not take their line (insurance) or has lost the license of its own state (licensing).
grain: [member_id, provider_id, validation]
inputs:
  - assignment.pair
  - assignment.proposed_start
  - staging.member
  - book.exception
  - run.panel_test
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  validation: {type: VARCHAR, meaning: insurance or licensing.}
---*/
with pair as (select * from assignment.pair),

proposed_start as (select * from assignment.proposed_start),

member as (select * from staging.member),

exception as (
    select approved.*
    from book.exception as approved
    inner join run.parameter as parameter
        on approved.from_date <= parameter.as_of
        and approved.to_date >= parameter.as_of
    where
        approved.validation in (
            select panel_test.exception
            from run.panel_test as panel_test
            where panel_test.level = 'eligible'
        )
),

-- An exception for a request applies to its provider, at its facility or for its member.
widened as (
    select
        validation,
        provider_id,
        facility_id,
        member_id,
        cast(null as varchar) as for_facility_id,
        cast(null as varchar) as for_member_id
    from exception
    where for_request_id is null
    union all
    select
        exception.validation,
        proposed_start.provider_id,
        exception.facility_id,
        exception.member_id,
        case when proposed_start.part_type = 'facility' then proposed_start.part_id end,
        case when proposed_start.part_type = 'member' then proposed_start.part_id end
    from exception
    inner join proposed_start
        on exception.for_request_id = proposed_start.request_id
        and coalesce(exception.provider_id, proposed_start.provider_id)
            = proposed_start.provider_id
    where proposed_start.part_type in ('facility', 'member')
),

final as (
    select
        pair.member_id,
        pair.provider_id,
        widened.validation
    from widened
    inner join pair on widened.provider_id = pair.provider_id
    inner join member on pair.member_id = member.member_id
    where
        coalesce(widened.member_id, pair.member_id) = pair.member_id
        and coalesce(widened.for_member_id, pair.member_id) = pair.member_id
        and (widened.facility_id is null or widened.facility_id = member.facility_id)
        and (widened.for_facility_id is null or widened.for_facility_id = member.facility_id)
    group by pair.member_id, pair.provider_id, widened.validation
)

select * from final
