/*---
summary: >-
  The lines of business of each facility, member or absent provider of tonight's requests: the
  member's, those of the facility's residents, those that the absent panel takes.
grain: [part_type, part_id, line_of_business]
inputs:
  - assignment.proposed_start
  - staging.member
  - raw.provider_line_of_business
columns:
  part_type: {type: VARCHAR, meaning: "facility, member or provider."}
  part_id: {type: VARCHAR, meaning: "The facility, the member, or the provider who is away."}
  line_of_business: {type: VARCHAR, meaning: The line.}
---*/
with proposed_start as (select * from assignment.proposed_start),

member as (select * from staging.member),

provider_line_of_business as (select * from raw.provider_line_of_business),

part as (
    select
        part_type,
        part_id
    from proposed_start
    group by part_type, part_id
),

brought as (
    select
        part.part_type,
        part.part_id,
        member.line_of_business
    from part
    inner join member on part.part_id = member.member_id
    where part.part_type = 'member' and member.eligible
    union all
    select
        part.part_type,
        part.part_id,
        member.line_of_business
    from part
    inner join member on part.part_id = member.facility_id
    where part.part_type = 'facility' and member.eligible
    union all
    select
        part.part_type,
        part.part_id,
        provider_line_of_business.line_of_business
    from part
    inner join provider_line_of_business
        on part.part_id = provider_line_of_business.provider_id
    where part.part_type = 'provider'
),

final as (
    select
        part_type,
        part_id,
        line_of_business
    from brought
    group by part_type, part_id, line_of_business
)

select * from final
