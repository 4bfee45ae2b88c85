/*---
summary: >-
  Panels that are given no one new because an approved move takes all their members when the
  provider leaves. This holds from the approval on: a member given before the move would only move
  again.
grain: [provider_id]
public: true
inputs: [book.bulk_move, run.parameter]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
---*/
with bulk_move as (select * from book.bulk_move),

parameter as (select * from run.parameter),

final as (
    select bulk_move.source_provider_id as provider_id
    from bulk_move
    cross join parameter
    where
        bulk_move.reason = 'provider_leaving'
        and bulk_move.scope = 'all'
        and bulk_move.source_provider_id is not null
        and bulk_move.approved_on <= parameter.as_of
        and bulk_move.to_date >= parameter.as_of
    group by bulk_move.source_provider_id
)

select * from final
