/*---
summary: >-
  Row counts of the accepted claim lines of each file, by outcome: the lines that count, and those
  that a correction or a later version replaced, each counted separately. A line that no model needs
  counts as accepted. A file that was joined to another has no lines of its own and no row here.
grain: [file]
inputs:
  - raw.file_fate
  - raw.claims
  - raw.claim_passed_by
  - evidence.corrected_line
  - evidence.repeated_line
columns:
  file: {type: VARCHAR, meaning: "The file, relative to the lake."}
  accepted: {type: BIGINT, meaning: "Lines that count, or that no model needs."}
  superseded: {type: BIGINT, meaning: Lines that a correction or a later version replaced.}
audits:
  adds_up_to_what_was_read: >-
    select claim_fate.file from evidence.claim_fate as claim_fate
    inner join raw.file_fate as file_fate
    on claim_fate.file = file_fate.file and file_fate.feed = 'claims'
    where claim_fate.accepted + claim_fate.superseded <> file_fate.accepted
---*/
with file_fate as (
    select *
    from raw.file_fate
    where
        feed = 'claims'
        and not is_joined
),

claims as (select * from raw.claims),

claim_passed_by as (select * from raw.claim_passed_by),

replaced as (
    select file_rank, record from evidence.corrected_line
    union all
    select file_rank, record from evidence.repeated_line where version_rank > 1
),

kept_line as (
    select
        claims.file_rank,
        cast(sum(case when replaced.record is null then 1 else 0 end) as bigint) as accepted,
        cast(sum(case when replaced.record is null then 0 else 1 end) as bigint) as superseded
    from claims
    left join replaced
        on claims.file_rank = replaced.file_rank
        and claims.record = replaced.record
    group by claims.file_rank
),

final as (
    select
        file_fate.file,
        coalesce(kept_line.accepted, 0) + coalesce(claim_passed_by.lines, 0) as accepted,
        coalesce(kept_line.superseded, 0) as superseded
    from file_fate
    left join kept_line on file_fate.file_rank = kept_line.file_rank
    left join claim_passed_by on file_fate.file_rank = claim_passed_by.file_rank
)

select * from final
