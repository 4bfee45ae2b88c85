/*---
summary: >-
  Alerts on approved requests: requests in force that did not start or that the night ended, requests
  that continue although a validation fails (unless an exception allows it), and bulk moves that left some
  members with their old PMP.
grain: [alert_type, subject_type, subject_id, about]
inputs:
  - assignment.assigned_provider
  - assignment.moved_member
  - assignment.request_start
  - assignment.validation
columns:
  alert_type:
    type: VARCHAR
    meaning: >-
      `request_not_started`, `request_ended`, `geographic_mismatch` (outside the area that the
      provider covers), `validation_fails` (another validation) or `move_incomplete`.
  subject_type: {type: VARCHAR, meaning: "`request`; for a request that continues, `facility`, `member` or `provider` (the absent one)."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about: {type: VARCHAR, meaning: "Part, request, provider and validation, where one subject can have several alerts."}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with request_start as (
    select
        *,
        replace(replace(request_id, '%', '%25'), ':', '%3A') as escaped_request_id,
        replace(replace(part_id, '%', '%25'), ':', '%3A') as escaped_part_id,
        replace(replace(provider_id, '%', '%25'), ':', '%3A') as escaped_provider_id
    from assignment.request_start
),

validation as (select * from assignment.validation),

failing as (
    select
        request_start.part_type,
        request_start.part_id,
        request_start.escaped_request_id,
        request_start.escaped_provider_id,
        request_start.provider_id,
        validation.validation,
        coalesce(': ' || validation.reason, '') || coalesce(', found ' || validation.found, '')
        || coalesce(', limit ' || validation.limit_value, '') as facts
    from request_start
    inner join validation
        on request_start.request_id = validation.request_id
        and request_start.part_type = validation.part_type
        and request_start.part_id = validation.part_id
        and request_start.provider_id = validation.provider_id
    where
        request_start.state = 'started'
        and not validation.passes
        and not validation.is_excepted
),

-- Members that a move left with their old PMP.
stayed as (
    select
        moved_member.request_id,
        moved_member.reason,
        count(*) as members
    from assignment.moved_member as moved_member
    inner join assignment.assigned_provider as assigned
        on moved_member.member_id = assigned.member_id
        and moved_member.from_provider_id = assigned.provider_id
    where moved_member.to_provider_id is null and moved_member.ended_on is null
    group by moved_member.request_id, moved_member.reason
),

ranked as (
    select
        *,
        sum(members) over (partition by request_id) as all_members,
        row_number() over (
            partition by request_id
            order by members desc nulls last, reason nulls last
        ) as place
    from stayed
),

final as (
    select
        case state when 'ended' then 'request_ended' else 'request_not_started' end as alert_type,
        'request' as subject_type,
        request_id as subject_id,
        part_type || ':' || escaped_part_id || ':' || escaped_provider_id as about,
        provider_id || ' for ' || part_type || ' ' || part_id
        || coalesce(': ' || failed_validation, '')
        || coalesce(', ' || coalesce(ended_reason, reason), '')
        || coalesce(', found ' || found, '')
        || coalesce(', limit ' || limit_value, '') as detail
    from request_start
    where state in ('not_started', 'ended')
    union all
    select
        case validation
            when 'geography' then 'geographic_mismatch'
            else 'validation_fails'
        end,
        part_type,
        part_id,
        escaped_request_id || ':' || escaped_provider_id
        || case validation when 'geography' then '' else ':' || validation end,
        provider_id || ' ' || validation || facts
    from failing
    union all
    select
        'move_incomplete',
        'request',
        request_id,
        '',
        'members who stayed where they were: ' || cast(all_members as varchar)
        || '; mostly ' || reason
    from ranked
    where place = 1
)

select * from final
