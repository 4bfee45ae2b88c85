/*---
summary: >-
  Whether each tied provider is an eligible PMP for the member and serves their age and gender;
  where not, the first test that failed. Panel status, room and distance are for the steps to ask.
  An approved exception waives the line of business or the licence that is lost.
grain: [member_id, provider_id]
inputs:
  - assignment.pair
  - assignment.waived
  - assignment.dismissed
  - staging.member
  - staging.panel
  - staging.eligible_pmp
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The provider.}
  is_eligible_pmp: {type: BOOLEAN, meaning: "On the roster, active, a PMP, takes the member's line, has its own state's licence and has not dismissed them."}
  serves_member: {type: BOOLEAN, meaning: An eligible PMP within whose age and gender limits the member is.}
  reason: {type: VARCHAR, meaning: The first test that failed; null where all passed.}
  found: {type: VARCHAR, meaning: The value that the test found.}
  limit_value: {type: VARCHAR, meaning: The limit that it met.}
  panel_status: {type: VARCHAR, meaning: "`open`, `established_only` or `closed`."}
audits:
  an_eligible_pmp_is_on_the_roster: >-
    select eligibility.member_id from assignment.eligibility as eligibility
    left join staging.panel as panel on eligibility.provider_id = panel.provider_id
    where eligibility.is_eligible_pmp and not coalesce(panel.on_roster and panel.is_pmp, false)
  serves_only_if_nothing_failed: >-
    select * from assignment.eligibility where serves_member <> (reason is null)
---*/
with pair as (select * from assignment.pair),

waived as (select * from assignment.waived),

dismissed as (select * from assignment.dismissed),

member as (select * from staging.member),

panel as (select * from staging.panel),

eligible_pmp as (select * from staging.eligible_pmp),

parameter as (select * from run.parameter),

compared as (
    select
        pair.member_id,
        pair.provider_id,
        parameter.as_of,
        member.line_of_business,
        member.age,
        member.gender,
        panel.provider_id is not null as is_known,
        panel.on_roster,
        panel.active_from,
        panel.active_to,
        panel.is_pmp,
        panel.specialty,
        panel.panel_status,
        panel.serves_min_age,
        panel.serves_max_age,
        panel.serves_gender,
        eligible_pmp.provider_id is not null or insurance.provider_id is not null
            as takes_line,
        panel.licence_lost and licensing.provider_id is null as has_lost_licence,
        panel.state as practice_state,
        dismissed.dismissed_on,
        member.age < coalesce(panel.serves_min_age, 0) as is_too_young,
        member.age > coalesce(panel.serves_max_age, member.age) as is_too_old,
        coalesce(member.gender, 'U') not in ('U', coalesce(panel.serves_gender, 'U'))
        and panel.serves_gender is not null as is_other_gender
    from pair
    cross join parameter
    inner join member on pair.member_id = member.member_id
    left join panel on pair.provider_id = panel.provider_id
    left join eligible_pmp
        on pair.provider_id = eligible_pmp.provider_id
        and member.line_of_business = eligible_pmp.line_of_business
    left join waived as insurance
        on pair.member_id = insurance.member_id
        and pair.provider_id = insurance.provider_id
        and insurance.validation = 'insurance'
    left join waived as licensing
        on pair.member_id = licensing.member_id
        and pair.provider_id = licensing.provider_id
        and licensing.validation = 'licensing'
    left join dismissed
        on pair.member_id = dismissed.member_id
        and pair.provider_id = dismissed.provider_id
),

tested as (
    select
        *,
        case
            when not is_known then 'not_on_roster'
            when not on_roster then 'not_active'
            when not is_pmp then 'not_a_pmp'
            when not takes_line then 'line_of_business'
            when has_lost_licence then 'licence_lost'
            when dismissed_on is not null then 'dismissed'
            when is_too_young or is_too_old then 'age'
            when is_other_gender then 'gender'
        end as reason
    from compared
),

final as (
    select
        member_id,
        provider_id,
        coalesce(reason in ('age', 'gender'), true) as is_eligible_pmp,
        reason is null as serves_member,
        reason,
        case reason
            when 'not_active'
                then cast(
                    case when active_from > as_of then active_from else active_to end as varchar
                )
            when 'not_a_pmp' then specialty
            when 'line_of_business' then line_of_business
            when 'licence_lost' then practice_state
            when 'dismissed' then cast(dismissed_on as varchar)
            when 'age' then cast(age as varchar)
            when 'gender' then gender
        end as found,
        case reason
            when 'not_active' then cast(as_of as varchar)
            when 'age'
                then cast(
                    case when is_too_young then serves_min_age else serves_max_age end as varchar
                )
            when 'gender' then serves_gender
        end as limit_value,
        panel_status
    from tested
)

select * from final
