/*---
summary: >-
  How many other facilities the provider of each facility's request has, by requests that started
  before tonight and are still in force. A facility that they have twice counts once.
grain: [request_id]
inputs: [assignment.proposed_start, baseline.request_start]
columns:
  request_id: {type: VARCHAR, meaning: The request for a facility.}
  facilities: {type: INTEGER, meaning: Other facilities.}
---*/
with proposed_start as (select * from assignment.proposed_start),

request_start as (select * from baseline.request_start),

in_force as (
    select
        proposed_start.provider_id,
        proposed_start.part_id as facility_id
    from proposed_start
    inner join request_start
        on proposed_start.request_id = request_start.request_id
        and proposed_start.part_type = request_start.part_type
        and proposed_start.part_id = request_start.part_id
        and proposed_start.provider_id = request_start.provider_id
    where proposed_start.part_type = 'facility' and request_start.state = 'started'
    group by proposed_start.provider_id, proposed_start.part_id
),

final as (
    select
        proposed_start.request_id,
        cast(count(in_force.facility_id) as integer) as facilities
    from proposed_start
    left join in_force
        on proposed_start.provider_id = in_force.provider_id
        and proposed_start.part_id <> in_force.facility_id
    where proposed_start.part_type = 'facility'
    group by proposed_start.request_id
)

select * from final
