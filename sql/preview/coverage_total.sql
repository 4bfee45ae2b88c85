/*---
summary: How many members of the absent provider a coverage is about.
grain: []
inputs: [preview.request, preview.request_scope, staging.member, baseline.assigned_provider]
columns:
  members: {type: BIGINT, meaning: Members of the absent provider within the scope.}
---*/
with request as (select * from preview.request),

request_scope as (select * from preview.request_scope),

assigned as (select * from baseline.assigned_provider),

member as (select * from staging.member),

final as (
    select count(*) as members
    from assigned
    inner join request on assigned.provider_id = request.provider_id
    inner join member on assigned.member_id = member.member_id
    where
        not exists (select 1 from request_scope)
        or exists (
            select 1 from request_scope
            where request_scope.scope = 'facility' and request_scope.scope_id = member.facility_id
        )
        or exists (
            select 1 from request_scope
            where request_scope.scope = 'member' and request_scope.scope_id = member.member_id
        )
)

select * from final
