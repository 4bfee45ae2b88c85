/*---
summary: >-
  Changes of a member's PMP that occur for the first time tonight and require notices. A row that
  only disappeared from the system of record, or a feed that was not delivered, is no change. Without
  that feed, the PMP of the night before is the one who is replaced or ends.
grain: [change_id]
inputs:
  - reconciliation.load
  - reconciliation.difference
  - reconciliation.departure
  - staging.prior
  - run.parameter
columns:
  change_id: {type: VARCHAR, meaning: "The id of the change, in the form of reconciliation.load."}
  member_id: {type: VARCHAR, meaning: The member.}
  from_provider_id: {type: VARCHAR, meaning: "The provider who is replaced or ends, if there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider who begins, if there is one."}
  effective_date: {type: DATE, meaning: "First day of the new PMP; without one, the last day of the old."}
  reason: {type: VARCHAR, meaning: The reason.}
audits:
  one_change_per_member: >-
    select member_id from publication.notice_change group by member_id having count(*) > 1
---*/
with proposal as (select * from reconciliation.load),

prior as (select * from staging.prior),

departure as (select * from reconciliation.departure),

parameter as (select * from run.parameter),

held as (
    select * from reconciliation.difference where kind = 'assignment'
),

proposed as (
    select
        proposal.change_id,
        proposal.member_id,
        coalesce(
            proposal.from_provider_id,
            case
                when not parameter.has_system_of_record
                    and prior.provider_id <> proposal.to_provider_id
                    then prior.provider_id
            end
        ) as from_provider_id,
        proposal.to_provider_id,
        proposal.effective_date,
        proposal.reason
    from proposal
    cross join parameter
    left join prior on proposal.member_id = prior.member_id
    where
        not proposal.outstanding
        and (
            proposal.from_provider_id is not null
            or prior.provider_id is distinct from proposal.to_provider_id
        )
),

unrecorded_end as (
    select
        'term:' || cast(coalesce(departure.last_day, parameter.as_of) as varchar)
        || ':' || replace(replace(prior.provider_id, '%', '%25'), ':', '%3A')
        || '::' || replace(replace(prior.member_id, '%', '%25'), ':', '%3A') as change_id,
        prior.member_id,
        prior.provider_id as from_provider_id,
        cast(null as varchar) as to_provider_id,
        coalesce(departure.last_day, parameter.as_of) as effective_date,
        coalesce(departure.reason, held.reason) as reason
    from prior
    cross join parameter
    left join held on prior.member_id = held.member_id
    left join departure on prior.member_id = departure.member_id
    where
        not parameter.has_system_of_record
        and prior.provider_id is not null
        and held.to_provider_id is null
        and coalesce(departure.reason <> 'pmp_not_required', true)
),

final as (
    select * from proposed
    union all
    select * from unrecorded_end
)

select * from final
