/*---
summary: >-
  Who acts for an absent provider on which days, past and future, for each part of the scope: the
  first available candidate; no one where all are absent or not on the roster. The validations of a
  coverage that starts do not apply here, because visits are credited by dates and scope.
grain: [absent_provider_id, scope, scope_id, from_date]
public: true
inputs: [staging.coverage_candidate]
columns:
  absent_provider_id: {type: VARCHAR, meaning: "The absent provider; empty text for coverage of one member (assign_patient), whichever PMP the member has."}
  scope: {type: VARCHAR, meaning: "all, facility or member."}
  scope_id: {type: VARCHAR, meaning: The facility or member; empty text for all.}
  from_date: {type: DATE, meaning: First day.}
  to_date: {type: DATE, meaning: Last day; 9999-12-31 when open.}
  day_before: {type: DATE, meaning: The day before the first.}
  day_after: {type: DATE, meaning: The day after the last; null when open.}
  acting_provider_id: {type: VARCHAR, meaning: The provider who acts; null = no one.}
  named_provider_id: {type: VARCHAR, meaning: The covering provider who was named first.}
  followed: {type: BOOLEAN, meaning: "Whether the acting provider was found through the coverage of a named provider, who is absent too."}
  request_id: {type: VARCHAR, meaning: The request.}
  reason:
    type: VARCHAR
    meaning: >-
      Why no one acts: `circle` (a covering provider's own coverage leads back to the absent one),
      `covering_absent` or `covering_not_on_roster` (of the first named); null where a provider
      acts.
  named_reason: {type: VARCHAR, meaning: "Why the first named does not act, absent or not_on_roster; null where they do."}
audits:
  no_two_overlap: >-
    select * from (
        select *, lag(to_date) over (
            partition by absent_provider_id, scope, scope_id order by from_date nulls last
        ) as earlier_to_date
        from staging.coverage_segment
    ) as ordered
    where earlier_to_date >= from_date or to_date < from_date
  never_the_absent_provider: select * from staging.coverage_segment where acting_provider_id = absent_provider_id
---*/
with candidate as (select * from staging.coverage_candidate),

run_of_days as (
    select
        absent_provider_id,
        scope,
        scope_id,
        from_date,
        min(case when reason is null then candidate_rank end) as acting_rank,
        max(case when reason = 'circle' then 1 else 0 end) as is_circle
    from candidate
    group by absent_provider_id, scope, scope_id, from_date
),

final as (
    select
        named.absent_provider_id,
        named.scope,
        named.scope_id,
        named.from_date,
        named.to_date,
        named.day_before,
        named.day_after,
        acting.provider_id as acting_provider_id,
        named.provider_id as named_provider_id,
        acting.via_provider_id is not null as followed,
        named.request_id,
        case
            when acting.provider_id is not null then null
            when run_of_days.is_circle = 1 then 'circle'
            else 'covering_' || named.reason
        end as reason,
        named.reason as named_reason
    from run_of_days
    inner join candidate as named
        on run_of_days.absent_provider_id = named.absent_provider_id
        and run_of_days.scope = named.scope
        and run_of_days.scope_id = named.scope_id
        and run_of_days.from_date = named.from_date
        and named.candidate_rank = 1
    left join candidate as acting
        on run_of_days.absent_provider_id = acting.absent_provider_id
        and run_of_days.scope = acting.scope
        and run_of_days.scope_id = acting.scope_id
        and run_of_days.from_date = acting.from_date
        and run_of_days.acting_rank = acting.candidate_rank
)

select * from final
