/*---
summary: >-
  Every practice on tonight's roster or in the registry, with the row counts of its list. A practice
  without members gets an empty list.
grain: [practice_id]
inputs: [staging.panel, publication.registry]
columns:
  practice_id: {type: VARCHAR, meaning: The practice.}
  practice_name: {type: VARCHAR, meaning: "Its name; of several, the last in order."}
  members: {type: BIGINT, meaning: Rows of its list.}
  attributed: {type: BIGINT, meaning: Members attributed here.}
  attributed_by_dispute: {type: BIGINT, meaning: Members added by an accepted dispute.}
  assigned_elsewhere_attributed: {type: BIGINT, meaning: Members assigned here and attributed elsewhere.}
  gone: {type: BIGINT, meaning: Members who left since the last list.}
audits:
  rows_add_up: >-
    select practice_id from publication.practice_list
    where members <> attributed + attributed_by_dispute + assigned_elsewhere_attributed + gone
---*/
with listed as (
    select
        practice_id,
        practice_name,
        cast(null as varchar) as section
    from staging.panel
    union all
    select
        practice_id,
        practice_name,
        section
    from publication.registry
),

final as (
    select
        practice_id,
        max(practice_name) as practice_name,
        count(section) as members,
        count(case when section = 'attributed' then 1 end) as attributed,
        count(case when section = 'attributed_by_dispute' then 1 end) as attributed_by_dispute,
        count(case when section = 'assigned_elsewhere_attributed' then 1 end)
            as assigned_elsewhere_attributed,
        count(case when section = 'left' then 1 end) as gone
    from listed
    group by practice_id
)

select * from final
