/*---
summary: >-
  Which panel a claim with an NPI and a TIN refers to: the NPI's panel at the practice with that TIN,
  else its panel where the member is assigned (in the system of record, else in the baseline), else
  the one with the lowest provider_id.
grain: [provider_npi, billing_tin, member_id]
inputs: [raw.claims, staging.panel, staging.system_of_record, staging.prior]
columns:
  provider_npi: {type: VARCHAR, meaning: As on the claim.}
  billing_tin: {type: VARCHAR, meaning: As on the claim; empty text for none.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The panel; null when the NPI is not on the roster.}
  resolved_by: {type: VARCHAR, meaning: "tin, assignment, lowest or none."}
---*/
with claims as (select * from raw.claims),

panel as (select * from staging.panel),

system_of_record as (select * from staging.system_of_record),

prior as (select * from staging.prior),

named as (
    select
        provider_npi,
        coalesce(billing_tin, '') as billing_tin,
        member_id
    from claims
    where
        provider_id is null
        and provider_npi is not null
    group by provider_npi, coalesce(billing_tin, ''), member_id
),

possible as (
    select
        named.provider_npi,
        named.billing_tin,
        named.member_id,
        panel.provider_id,
        case
            when panel.provider_id is null then 'none'
            when panel.practice_tin = replace(named.billing_tin, '-', '') then 'tin'
            when panel.provider_id = coalesce(system_of_record.provider_id, prior.provider_id)
                then 'assignment'
            else 'lowest'
        end as resolved_by,
        coalesce(
            panel.provider_id = coalesce(system_of_record.provider_id, prior.provider_id),
            false
        ) as is_assigned
    from named
    left join panel on named.provider_npi = panel.npi
    left join system_of_record on named.member_id = system_of_record.member_id
    left join prior on named.member_id = prior.member_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by provider_npi, billing_tin, member_id
            order by
                case when resolved_by = 'tin' then 0 else 1 end nulls last,
                case when is_assigned then 0 else 1 end nulls last,
                provider_id nulls last
        ) as choice
    from possible
),

final as (
    select
        provider_npi,
        billing_tin,
        member_id,
        provider_id,
        resolved_by
    from ranked
    where choice = 1
)

select * from final
