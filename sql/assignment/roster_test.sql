/*---
summary: >-
  The tests that each panel passes or fails by its own roster row, for any member.
grain: [provider_id, test]
inputs: [staging.panel, run.panel_test, run.parameter]
columns:
  provider_id: {type: VARCHAR, meaning: The panel.}
  test: {type: VARCHAR, meaning: The test (run.panel_test).}
  test_rank: {type: INTEGER, meaning: Its position in the test order.}
  level: {type: VARCHAR, meaning: What a failure rules out.}
  exception: {type: VARCHAR, meaning: The validation whose approved exception lets a failure pass; null = none.}
  passes: {type: BOOLEAN, meaning: Whether it passes.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit for it.}
---*/
with panel as (select * from staging.panel),

declared as (select * from run.panel_test),

parameter as (select * from run.parameter),

final as (
    select
        panel.provider_id,
        declared.test,
        declared.test_rank,
        declared.level,
        declared.exception,
        coalesce(
            case declared.test
                when 'not_active' then panel.on_roster
                when 'not_a_pmp' then panel.is_pmp
                when 'licence_lost' then not panel.licence_lost
                when 'may_not_be_given' then panel.may_be_given
                when 'panel_established_only' then panel.panel_status <> 'established_only'
                when 'panel_closed' then panel.panel_status in ('open', 'established_only')
            end,
            true
        ) as passes,
        case declared.test
            when 'not_active'
                then cast(
                    case
                        when panel.active_from > parameter.as_of then panel.active_from
                        else panel.active_to
                    end as varchar
                )
            when 'not_a_pmp' then panel.specialty
            when 'licence_lost' then panel.state
            when 'may_not_be_given' then panel.specialty
            when 'panel_established_only' then panel.panel_status
            when 'panel_closed' then panel.panel_status
        end as found,
        case declared.test
            when 'not_active' then cast(parameter.as_of as varchar)
            when 'panel_established_only' then 'open'
            when 'panel_closed' then 'open'
        end as limit_value
    from panel
    cross join parameter
    cross join declared
    where declared.facts = 'panel'
)

select * from final
