/*---
summary: >-
  The claim lines that a correction took away. A 7, an 8 or a reversal corrects the whole family:
  the latest one removes every line before it in the order of paid_date, claim_version, delivery
  and claim_id, empty lowest. A 7 leaves its own lines of that version; an 8 or a reversal leaves
  none, and beats a 7 at the same place in the order. What comes after the latest correction stays.
grain: [file_rank, record]
inputs: [raw.claims, evidence.claim_family]
columns:
  file_rank: {type: INTEGER, meaning: The delivery.}
  record: {type: BIGINT, meaning: The record in it.}
---*/
with claims as (select * from raw.claims),

claim_family as (select * from evidence.claim_family),

counted as (
    select
        claims.file_rank,
        claims.record,
        claims.claim_id,
        claims.paid_date,
        claims.claim_version,
        coalesce(claim_family.family_id, claims.claim_id) as family_id,
        case
            when claims.frequency_code = '8' or claims.claim_status = 'reversed' then 'void'
            when claims.frequency_code = '7' then 'replacement'
            else 'original'
        end as kind
    from claims
    left join claim_family on claims.claim_id = claim_family.claim_id
    where claims.claim_status not in ('denied', 'pending')
),

corrected_family as (
    select family_id
    from counted
    where kind <> 'original'
    group by family_id
),

history as (
    select
        counted.*,
        rank() over (
            partition by counted.family_id
            order by
                counted.paid_date nulls first,
                counted.claim_version nulls first,
                counted.file_rank nulls first,
                counted.claim_id nulls first
        ) as place
    from counted
    inner join corrected_family on counted.family_id = corrected_family.family_id
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
