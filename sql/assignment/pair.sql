/*---
summary: >-
  Each member with each provider that something ties to them: a lock, a request for them or their
  facility, a bulk move, a choice, the system of record, the baseline or qualifying visits. The
  geographic step forms its own pairs.
grain: [member_id, provider_id]
inputs:
  - staging.member
  - staging.selection
  - staging.system_of_record
  - staging.prior
  - evidence.visit_summary
  - assignment.proposed_start
  - baseline.moved_member
  - assignment.move_pair
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: "A provider, on tonight's roster or not."}
---*/
with member as (select * from staging.member),

selection as (select * from staging.selection),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

visit_summary as (select * from evidence.visit_summary),

proposed_start as (select * from assignment.proposed_start),

move_pair as (select * from assignment.move_pair),

moved_member as (select * from baseline.moved_member),

tied as (
    select member_id, locked_provider_id as provider_id
    from member
    union all
    select member_id, provider_id
    from selection
    union all
    select member_id, provider_id
    from system_of_record
    union all
    select member_id, provider_id
    from prior
    union all
    select member_id, attributed_provider_id
    from prior
    union all
    select member_id, provider_id
    from visit_summary
    union all
    select part_id, provider_id
    from proposed_start
    where part_type = 'member' and role = 'primary'
    union all
    select member.member_id, proposed_start.provider_id
    from proposed_start
    inner join member on proposed_start.part_id = member.facility_id
    where proposed_start.part_type = 'facility' and proposed_start.role = 'primary'
    union all
    select member_id, provider_id
    from move_pair
    union all
    select member_id, to_provider_id
    from moved_member
),

final as (
    select
        tied.member_id,
        tied.provider_id
    from tied
    inner join member on tied.member_id = member.member_id
    where member.eligible and tied.provider_id is not null
    group by tied.member_id, tied.provider_id
)

select * from final
