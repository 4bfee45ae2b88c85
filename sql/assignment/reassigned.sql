/*---
summary: >-
  Step reassigned: the provider that a bulk move gave this member, while the move holds for
  them and the destination is an eligible PMP who serves them. An earlier choice of the member
  does not stop it.
grain: [member_id, candidate_rank]
part_of: assignment.offer
inputs: [assignment.moved_member, assignment.eligibility]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  step: {type: VARCHAR, meaning: "`reassigned`."}
  candidate_rank: {type: INTEGER, meaning: "1 = the move that holds, else the latest."}
  provider_id: {type: VARCHAR, meaning: The provider that the move took them to; null = it could not.}
  holds: {type: BOOLEAN, meaning: "Whether this step would select this provider if no earlier step did."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: "The move's first day."}
  carried_basis: {type: VARCHAR, meaning: Always null; it is not carried here.}
  is_exception: {type: BOOLEAN, meaning: The move holds and its destination may not have the member.}
---*/
with moved_member as (select * from assignment.moved_member),

eligibility as (select * from assignment.eligibility),

ranked as (
    select
        moved_member.*,
        moved_member.to_provider_id is not null and moved_member.ended_on is null as is_in_force,
        eligibility.serves_member,
        eligibility.reason as failed_test,
        eligibility.found as test_found,
        eligibility.limit_value as test_limit,
        row_number() over (
            partition by moved_member.member_id
            order by
                case
                    when moved_member.to_provider_id is not null and moved_member.ended_on is null
                        then 0
                    else 1
                end nulls last,
                moved_member.moved_on desc nulls last,
                moved_member.approved_on desc nulls last,
                moved_member.request_id desc nulls last
        ) as candidate_rank
    from moved_member
    inner join eligibility
        on moved_member.member_id = eligibility.member_id
        and coalesce(moved_member.to_provider_id, moved_member.from_provider_id)
        = eligibility.provider_id
),

reasoned as (
    select
        *,
        case
            when to_provider_id is null then 'not_moved'
            when ended_on is not null then 'ended_' || ended_reason
            when not serves_member then failed_test
            when kind = 'undo_reassign' then 'moved_back'
            else 'moved'
        end as outcome
    from ranked
),

final as (
    select
        member_id,
        'reassigned' as step,
        cast(candidate_rank as integer) as candidate_rank,
        to_provider_id as provider_id,
        is_in_force and serves_member as holds,
        outcome as reason,
        case
            when to_provider_id is null then reason
            when ended_on is not null then ended_by
            when not serves_member then test_found
            else from_provider_id
        end as found,
        case
            when to_provider_id is null or ended_on is not null or serves_member then request_id
            else test_limit
        end as limit_value,
        effective_date as own_effective_date,
        cast(null as varchar) as carried_basis,
        is_in_force and not serves_member as is_exception
    from reasoned
)

select * from final
