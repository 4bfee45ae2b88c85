/*---
summary: >-
  Validation insurance: the panel takes the member's line of business, at least one line of the
  facility's residents, or at least one that the absent panel takes. It fails for a member who is
  not covered; it passes for a facility without residents.
grain: [request_id, part_type, part_id, provider_id]
inputs:
  - assignment.proposed_start
  - assignment.start_line
  - raw.provider_line_of_business
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  provider_id: {type: VARCHAR, meaning: The provider who will take them.}
  validation: {type: VARCHAR, meaning: "`insurance`."}
  reason: {type: VARCHAR, meaning: "`line_of_business`, or `not_covered` where a member brings none; null where it passes."}
  found: {type: VARCHAR, meaning: "The line that is taken, else one that is not, the first of several."}
  limit_value: {type: VARCHAR, meaning: The lines that the panel takes.}
---*/
with proposed_start as (select * from assignment.proposed_start),

start_line as (select * from assignment.start_line),

provider_line_of_business as (select * from raw.provider_line_of_business),

brought as (
    select
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id,
        min(start_line.line_of_business) as first_line,
        min(provider_line_of_business.line_of_business) as first_taken
    from proposed_start
    left join start_line
        on proposed_start.part_type = start_line.part_type
        and proposed_start.part_id = start_line.part_id
    left join provider_line_of_business
        on proposed_start.provider_id = provider_line_of_business.provider_id
        and start_line.line_of_business = provider_line_of_business.line_of_business
    group by
        proposed_start.request_id,
        proposed_start.part_type,
        proposed_start.part_id,
        proposed_start.provider_id
),

taken as (
    select
        provider_id,
        min(line_of_business) as first_line,
        max(line_of_business) as last_line,
        count(distinct line_of_business) as lines
    from provider_line_of_business
    group by provider_id
),

final as (
    select
        brought.request_id,
        brought.part_type,
        brought.part_id,
        brought.provider_id,
        'insurance' as validation,
        case
            when brought.first_taken is not null then null
            when brought.first_line is not null then 'line_of_business'
            when brought.part_type = 'member' then 'not_covered'
        end as reason,
        coalesce(brought.first_taken, brought.first_line) as found,
        case
            when taken.lines = 1 then taken.first_line
            when taken.lines = 2 then taken.first_line || '|' || taken.last_line
            when taken.lines > 2 then taken.first_line || '|…|' || taken.last_line
        end as limit_value
    from brought
    left join taken on brought.provider_id = taken.provider_id
)

select * from final
