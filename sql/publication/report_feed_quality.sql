/*---
summary: "Report: row counts of each file by outcome, and its most frequent reason for rejection."
grain: [feed, file]
inputs: [raw.file_fate, raw.rejected_row, evidence.claim_fate]
columns:
  feed: {type: VARCHAR, meaning: The feed.}
  file: {type: VARCHAR, meaning: "The file, relative to the lake."}
  read: {type: BIGINT, meaning: Rows read.}
  accepted: {type: BIGINT, meaning: Rows used.}
  rejected: {type: BIGINT, meaning: Rows that broke the contract.}
  filtered: {type: BIGINT, meaning: Rows excluded by the pipeline's `where`.}
  superseded: {type: BIGINT, meaning: Rows that a later row replaced.}
  rejected_share: {type: DOUBLE, meaning: Rejected rows divided by rows read; empty for an empty file.}
  main_reason: {type: VARCHAR, meaning: The most frequent reason.}
  main_reason_rows: {type: BIGINT, meaning: Rows rejected for it.}
---*/
with file_fate as (select * from raw.file_fate),

claim_fate as (select * from evidence.claim_fate),

reason_count as (
    select
        feed,
        file,
        reason,
        count(*) as rejected_rows
    from raw.rejected_row
    group by feed, file, reason
),

ranked as (
    select
        feed,
        file,
        reason,
        rejected_rows,
        row_number() over (
            partition by feed, file
            order by rejected_rows desc nulls last, reason nulls last
        ) as place
    from reason_count
),

final as (
    select
        file_fate.feed,
        file_fate.file,
        file_fate.read,
        coalesce(claim_fate.accepted, file_fate.accepted) as accepted,
        file_fate.rejected,
        file_fate.filtered,
        coalesce(claim_fate.superseded, file_fate.superseded) as superseded,
        round(cast(file_fate.rejected as double) / nullif(file_fate.read, 0), 4)
            as rejected_share,
        ranked.reason as main_reason,
        ranked.rejected_rows as main_reason_rows
    from file_fate
    left join claim_fate
        on file_fate.file = claim_fate.file
        and file_fate.feed = 'claims'
    left join ranked
        on file_fate.feed = ranked.feed
        and file_fate.file = ranked.file
        and ranked.place = 1
)

select * from final
