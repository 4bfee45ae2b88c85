/*---
summary: "Report: the night in numbers: members by step, changes, alerts, gaps and guard rails."
grain: [section, item]
inputs:
  - reconciliation.control_total
  - reconciliation.guard_rail
  - publication.alert
  - publication.gap
columns:
  section: {type: VARCHAR, meaning: "A group of control totals, alert, gap.<measure> or guard_rail."}
  item: {type: VARCHAR, meaning: What is counted.}
  number: {type: BIGINT, meaning: How many; empty for guard rails.}
  share: {type: DOUBLE, meaning: Its share of the section.}
  found: {type: DOUBLE, meaning: "For a guard rail, the share or number found, to 4 decimals; empty = not measured."}
  limit_value: {type: DOUBLE, meaning: "For a guard rail, the limit, to 4 decimals; a value beyond it holds the night."}
  crossed: {type: BOOLEAN, meaning: "For a guard rail, whether it holds the night."}
  note: {type: VARCHAR, meaning: "For a guard rail, what was compared."}
---*/
with control_total as (select * from reconciliation.control_total),

guard_rail as (select * from reconciliation.guard_rail),

counted as (
    select
        total_group as section,
        total as item,
        members
    from control_total
    union all
    select
        'gap.' || measure,
        status,
        cast(count(*) as bigint)
    from publication.gap
    group by measure, status
),

alert as (
    select
        alert_type,
        count(*) as alerts
    from publication.alert
    group by alert_type
),

final as (
    select
        section,
        item,
        members as number,
        round(
            cast(members as double) / nullif(sum(members) over (partition by section), 0), 4
        ) as share,
        cast(null as double) as found,
        cast(null as double) as limit_value,
        cast(null as boolean) as crossed,
        cast(null as varchar) as note
    from counted
    union all
    select
        'alert',
        alert_type,
        alerts,
        null,
        null,
        null,
        null,
        null
    from alert
    union all
    select
        'guard_rail',
        case when subject = '' then rail else rail || ':' || subject end,
        null,
        null,
        round(found, 4),
        round(limit_value, 4),
        crossed,
        detail
    from guard_rail
)

select * from final
