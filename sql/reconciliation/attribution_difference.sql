/*---
summary: >-
  Comparison (b): tonight's attribution against the baseline's. A member who was or is not evaluated
  keeps the attribution of the last night that evaluated them, so that a rejected row makes no one
  dropped or new. Members who need no PMP have no row.
grain: [member_id]
inputs:
  - staging.prior
  - assignment.not_evaluated
  - attribution.attributed_provider
  - attribution.candidate
  - reconciliation.departure
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  change_type: {type: VARCHAR, meaning: "`nochange`, `new`, `changed` or `dropped`."}
  from_provider_id: {type: VARCHAR, meaning: The PMP that the baseline attributed them to.}
  to_provider_id: {type: VARCHAR, meaning: The PMP that they are attributed to tonight.}
  reason:
    type: VARCHAR
    meaning: >-
      For changed: why the former PMP lost at the step that decided tonight, or no_candidate where
      that step did not offer them. For dropped: why the member left, or unassigned.
  from_basis: {type: VARCHAR, meaning: The baseline's attribution type.}
  to_basis: {type: VARCHAR, meaning: Tonight's attribution type.}
---*/
with prior as (select * from staging.prior),

attributed as (select * from attribution.attributed_provider),

not_evaluated as (select * from assignment.not_evaluated),

departure as (select * from reconciliation.departure),

lost as (
    select
        member_id,
        step,
        provider_id,
        reason,
        row_number() over (
            partition by member_id, step, provider_id
            order by candidate_rank nulls last
        ) as best
    from attribution.candidate
    where provider_id is not null
),

tonight as (
    select
        member_id,
        provider_id,
        attribution_type
    from attributed
    union all
    select
        member_id,
        attributed_provider_id,
        attribution_type
    from not_evaluated
),

stayed as (
    select
        tonight.member_id,
        case
            when tonight.provider_id is not distinct from prior.attributed_provider_id
                then 'nochange'
            when prior.attributed_provider_id is null then 'new'
            when tonight.provider_id is null then 'dropped'
            else 'changed'
        end as change_type,
        prior.attributed_provider_id as from_provider_id,
        tonight.provider_id as to_provider_id,
        case
            when tonight.provider_id is not distinct from prior.attributed_provider_id
                or prior.attributed_provider_id is null
                then null
            when tonight.provider_id is null then 'unassigned'
            else coalesce(lost.reason, 'no_candidate')
        end as reason,
        prior.attribution_type as from_basis,
        tonight.attribution_type as to_basis
    from tonight
    left join prior on tonight.member_id = prior.member_id
    left join lost
        on tonight.member_id = lost.member_id
        and tonight.attribution_type = lost.step
        and prior.attributed_provider_id = lost.provider_id
        and lost.best = 1
),

dropped as (
    select
        prior.member_id,
        'dropped' as change_type,
        prior.attributed_provider_id as from_provider_id,
        cast(null as varchar) as to_provider_id,
        departure.reason,
        prior.attribution_type as from_basis,
        cast(null as varchar) as to_basis
    from prior
    inner join departure on prior.member_id = departure.member_id
    where prior.attributed_provider_id is not null and departure.reason <> 'pmp_not_required'
),

final as (
    select * from stayed
    union all
    select * from dropped
)

select * from final
