/*---
summary: How many rows a close writes, by kind.
grain: []
inputs: [closing.entry, closing.not_adjusted]
columns:
  original: {type: BIGINT, meaning: Member-months of the closing month.}
  taken_back: {type: BIGINT, meaning: Adjustments of -1.}
  added: {type: BIGINT, meaning: Adjustments of +1.}
  not_adjusted: {type: BIGINT, meaning: Member-months beyond reach that differ.}
---*/
with entry as (select * from closing.entry),

not_adjusted as (select * from closing.not_adjusted),

final as (
    select
        count(case when entry = 'original' then 1 end) as original,
        count(case when units < 0 then 1 end) as taken_back,
        count(case when entry = 'adjustment' and units > 0 then 1 end) as added,
        (select count(*) from not_adjusted) as not_adjusted
    from entry
)

select * from final
