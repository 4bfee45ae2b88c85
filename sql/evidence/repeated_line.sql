/*---
summary: >-
  The claim lines that remain after corrections and have several versions, latest first by paid_date,
  claim_version and delivery, with empty values lowest; ties are ordered by the greatest tuple of the
  contract's columns as text. Only version_rank 1 counts.
grain: [file_rank, record]
inputs: [raw.claims, raw.claim_shared_key, evidence.corrected_line]
columns:
  file_rank: {type: INTEGER, meaning: The delivery.}
  record: {type: BIGINT, meaning: The record in it.}
  claim_id: {type: VARCHAR, meaning: The claim.}
  line_number: {type: INTEGER, meaning: The line; null where a correction names none.}
  version_rank: {type: BIGINT, meaning: 1 for the version that counts.}
  is_latest: {type: BOOLEAN, meaning: Whether no version is later in the order; several may tie.}
  content: {type: VARCHAR, meaning: "The columns that the order does not compare, as text."}
---*/
with claims as (select * from raw.claims),

corrected_line as (select * from evidence.corrected_line),

shared_key as (select * from raw.claim_shared_key),

-- Few keys have several lines; only those are compared by their columns.
standing as (
    select claims.*
    from claims
    inner join shared_key on claims.key_hash = shared_key.key_hash
    left join corrected_line
        on claims.file_rank = corrected_line.file_rank
        and claims.record = corrected_line.record
    where
        claims.claim_status not in ('denied', 'pending')
        and corrected_line.record is null
),

repeated as (
    select
        claim_id,
        line_number
    from standing
    group by claim_id, line_number
    having count(*) > 1
),

version as (
    select
        standing.*,
        cast(standing.service_date as varchar) as service_date_text,
        cast(standing.allowed_amount as varchar) as allowed_amount_text,
        cast(standing.paid_amount as varchar) as paid_amount_text
    from standing
    inner join repeated
        on standing.claim_id = repeated.claim_id
        and standing.line_number is not distinct from repeated.line_number
),

final as (
    select
        file_rank,
        record,
        claim_id,
        line_number,
        row_number() over (
            partition by claim_id, line_number
            order by
                paid_date desc nulls last,
                claim_version desc nulls last,
                file_rank desc nulls last,
                frequency_code desc nulls last,
                original_claim_id desc nulls last,
                claim_status desc nulls last,
                member_id desc nulls last,
                provider_id desc nulls last,
                provider_npi desc nulls last,
                billing_tin desc nulls last,
                service_date_text desc nulls last,
                procedure_code desc nulls last,
                revenue_code desc nulls last,
                bill_type desc nulls last,
                place_of_service desc nulls last,
                specialty desc nulls last,
                allowed_amount_text desc nulls last,
                paid_amount_text desc nulls last,
                record desc nulls last
        ) as version_rank,
        rank() over (
            partition by claim_id, line_number
            order by
                paid_date desc nulls last,
                claim_version desc nulls last,
                file_rank desc nulls last
        ) = 1 as is_latest,
        coalesce(frequency_code, '') || '|' || coalesce(original_claim_id, '')
        || '|' || coalesce(claim_status, '') || '|' || coalesce(member_id, '')
        || '|' || coalesce(provider_id, '') || '|' || coalesce(provider_npi, '')
        || '|' || coalesce(billing_tin, '') || '|' || coalesce(service_date_text, '')
        || '|' || coalesce(procedure_code, '') || '|' || coalesce(revenue_code, '')
        || '|' || coalesce(bill_type, '') || '|' || coalesce(place_of_service, '')
        || '|' || coalesce(specialty, '') || '|' || coalesce(allowed_amount_text, '')
        || '|' || coalesce(paid_amount_text, '') as content
    from version
)

select * from final
