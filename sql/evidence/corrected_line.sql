/*---
summary: >-
  The claim lines that a correction removed. A 7, an 8 or a reversal corrects the whole family: the
  latest one removes every line before it in the order of paid_date, claim_version, delivery and
  claim_id, with empty values lowest. A 7 keeps its own lines of that version; an 8 or a reversal
  keeps none, and wins over a 7 at the same position. Lines after the latest correction stay.
grain: [file_rank, record]
inputs: [raw.claims, evidence.claim_family]
columns:
  file_rank: {type: INTEGER, meaning: The delivery.}
  record: {type: BIGINT, meaning: The record in it.}
---*/
with claims as (select * from raw.claims),

claim_family as (select * from evidence.claim_family),

corrected_family as (
    select coalesce(claim_family.family_id, claims.claim_id) as family_id
    from claims
    left join claim_family on claims.claim_id = claim_family.claim_id
    where
        claims.claim_status not in ('denied', 'pending')
        and (claims.frequency_code in ('7', '8') or claims.claim_status = 'reversed')
    group by coalesce(claim_family.family_id, claims.claim_id)
),

-- A claim without corrections is a family of its own.
corrected_claim as (
    select
        claim_family.claim_id,
        claim_family.family_id
    from claim_family
    inner join corrected_family on claim_family.family_id = corrected_family.family_id
    union all
    select
        corrected_family.family_id as claim_id,
        corrected_family.family_id
    from corrected_family
    left join claim_family on corrected_family.family_id = claim_family.claim_id
    where claim_family.claim_id is null
),

history as (
    select
        claims.file_rank,
        claims.record,
        corrected_claim.family_id,
        case
            when claims.frequency_code = '8' or claims.claim_status = 'reversed' then 'void'
            when claims.frequency_code = '7' then 'replacement'
            else 'original'
        end as kind,
        rank() over (
            partition by corrected_claim.family_id
            order by
                claims.paid_date nulls first,
                claims.claim_version nulls first,
                claims.file_rank nulls first,
                claims.claim_id nulls first
        ) as place
    from claims
    inner join corrected_claim on claims.claim_id = corrected_claim.claim_id
    where claims.claim_status not in ('denied', 'pending')
),

latest_correction as (
    select
        family_id,
        max(place) as place,
        coalesce(max(case when kind = 'void' then place end), 0) as void_place
    from history
    where kind <> 'original'
    group by family_id
),

final as (
    select
        history.file_rank,
        history.record
    from history
    inner join latest_correction on history.family_id = latest_correction.family_id
    where
        history.place < latest_correction.place
        or (
            history.place = latest_correction.place
            and (
                history.kind <> 'replacement'
                or latest_correction.void_place = latest_correction.place
            )
        )
)

select * from final
