/*---
summary: >-
  The tests of each tied pair that compare the panel with the member. nearest_pair_test is the
  same query for the nearest pairs.
grain: [member_id, provider_id, test]
view: true
inputs:
  - assignment.pair
  - assignment.dismissed
  - staging.member
  - staging.panel
  - staging.eligible_pmp
  - run.panel_test
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  test: {type: VARCHAR, meaning: The test (run.panel_test).}
  test_rank: {type: INTEGER, meaning: Its position in the test order.}
  level: {type: VARCHAR, meaning: What a failure rules out.}
  exception: {type: VARCHAR, meaning: The validation whose approved exception lets a failure pass; null = none.}
  passes: {type: BOOLEAN, meaning: Whether it passes.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit for it.}
---*/
with pair as (select * from assignment.pair),

dismissed as (select * from assignment.dismissed),

member as (select * from staging.member),

panel as (select * from staging.panel),

eligible_pmp as (select * from staging.eligible_pmp),

declared as (select * from run.panel_test),

compared as (
    select
        pair.member_id,
        pair.provider_id,
        member.line_of_business,
        member.age,
        member.gender,
        panel.provider_id is not null as is_on_roster,
        panel.serves_min_age,
        panel.serves_max_age,
        panel.serves_gender,
        eligible_pmp.provider_id is not null as takes_line,
        dismissed.dismissed_on,
        member.age < panel.serves_min_age as is_too_young
    from pair
    inner join member on pair.member_id = member.member_id
    left join panel on pair.provider_id = panel.provider_id
    left join eligible_pmp
        on pair.provider_id = eligible_pmp.provider_id
        and member.line_of_business = eligible_pmp.line_of_business
    left join dismissed
        on pair.member_id = dismissed.member_id
        and pair.provider_id = dismissed.provider_id
),

final as (
    select
        compared.member_id,
        compared.provider_id,
        declared.test,
        declared.test_rank,
        declared.level,
        declared.exception,
        coalesce(
            case declared.test
                when 'not_on_roster' then compared.is_on_roster
                when 'line_of_business' then compared.takes_line
                when 'dismissed' then compared.dismissed_on is null
                when 'age'
                    then not coalesce(compared.is_too_young, false)
                    and compared.age <= coalesce(compared.serves_max_age, compared.age)
                when 'gender'
                    then coalesce(compared.gender, 'U') = 'U'
                    or compared.gender = coalesce(compared.serves_gender, compared.gender)
            end,
            true
        ) as passes,
        case declared.test
            when 'line_of_business' then compared.line_of_business
            when 'dismissed' then cast(compared.dismissed_on as varchar)
            when 'age' then cast(compared.age as varchar)
            when 'gender' then compared.gender
        end as found,
        case declared.test
            when 'age'
                then cast(
                    case
                        when compared.is_too_young then compared.serves_min_age
                        else compared.serves_max_age
                    end as varchar
                )
            when 'gender' then compared.serves_gender
        end as limit_value
    from compared
    cross join declared
    where declared.facts = 'pair'
)

select * from final
