/*---
summary: >-
  The notices issued tonight, with what is needed to deliver them. A notice to a provider names the
  member, but never the member's other PMP. For a restricted member only the id is given: the sender
  knows how to reach them.
grain: [notice_id]
inputs:
  - publication.notice
  - staging.member
  - staging.panel
  - run.parameter
columns:
  notice_id: {type: VARCHAR, meaning: The notice's permanent id. Not to be shown to the recipient.}
  notice_type: {type: VARCHAR, meaning: As in publication.notice.}
  issued_on: {type: DATE, meaning: As-of date of the night that issued it.}
  due_date: {type: DATE, meaning: The day by which it must be sent.}
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  recipient_name: {type: VARCHAR, meaning: Their name.}
  address: {type: VARCHAR, meaning: Their address.}
  city: {type: VARCHAR, meaning: Their city.}
  state: {type: VARCHAR, meaning: Their state.}
  zip: {type: VARCHAR, meaning: Their ZIP code.}
  phone: {type: VARCHAR, meaning: A member's phone.}
  language: {type: VARCHAR, meaning: A member's language.}
  effective_date: {type: DATE, meaning: "The day on which the change takes effect; for an ending, the last day."}
  last_day: {type: DATE, meaning: "The last day, if there is one."}
  reason: {type: VARCHAR, meaning: The reason.}
  member_id: {type: VARCHAR, meaning: The member that it concerns.}
  member_first_name: {type: VARCHAR, meaning: Their first name.}
  member_last_name: {type: VARCHAR, meaning: Their last name.}
  member_birth_date: {type: DATE, meaning: "Their date of birth, only to the PMP that they join."}
  facility_id: {type: VARCHAR, meaning: The facility that it concerns.}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_name: {type: VARCHAR, meaning: Their practice.}
  practice_address: {type: VARCHAR, meaning: Its address.}
  practice_city: {type: VARCHAR, meaning: Its city.}
  practice_state: {type: VARCHAR, meaning: Its state.}
  practice_zip: {type: VARCHAR, meaning: Its ZIP code.}
  acting_provider_id: {type: VARCHAR, meaning: "For a coverage, the provider who acts."}
  acting_provider_name: {type: VARCHAR, meaning: Their name.}
  former_provider_id: {type: VARCHAR, meaning: "To a member, their former PMP."}
  former_provider_name: {type: VARCHAR, meaning: Their name.}
  id_card_due: {type: DATE, meaning: "To a member, when the new id card is due."}
  how_to_change: {type: VARCHAR, meaning: "To a member, the right to choose another PMP, and how."}
  phone_to_change: {type: VARCHAR, meaning: "The phone number for that, if the policy has one."}
---*/
with notice as (
    select * from publication.notice where is_new
),

member as (select * from staging.member),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

named as (
    select
        notice.*,
        notice.recipient_type = 'member' as is_to_member,
        notice.notice_type in ('coverage_starts', 'coverage_withdrawn') as is_coverage,
        not coalesce(member.restricted, false) as may_be_named,
        member.first_name,
        member.last_name,
        member.birth_date,
        member.address,
        member.city,
        member.state as member_state,
        member.zip,
        member.phone,
        member.language
    from notice
    left join member on notice.member_id = member.member_id
),

final as (
    select
        named.notice_id,
        named.notice_type,
        named.first_issued as issued_on,
        named.due_date,
        named.recipient_type,
        named.recipient_id,
        case
            when named.recipient_type = 'provider' then recipient.provider_name
            when named.recipient_type = 'practice' then panel.practice_name
            when named.may_be_named
                then trim(coalesce(named.first_name, '') || ' ' || coalesce(named.last_name, ''))
        end as recipient_name,
        case
            when named.recipient_type = 'provider' then recipient.address
            when named.recipient_type = 'practice' then panel.address
            when named.may_be_named then named.address
        end as address,
        case
            when named.recipient_type = 'provider' then recipient.city
            when named.recipient_type = 'practice' then panel.city
            when named.may_be_named then named.city
        end as city,
        case
            when named.recipient_type = 'provider' then recipient.state
            when named.recipient_type = 'practice' then panel.state
            when named.may_be_named then named.member_state
        end as state,
        case
            when named.recipient_type = 'provider' then recipient.zip
            when named.recipient_type = 'practice' then panel.zip
            when named.may_be_named then named.zip
        end as zip,
        case when named.is_to_member and named.may_be_named then named.phone end as phone,
        case when named.is_to_member and named.may_be_named then named.language end as language,
        named.effective_date,
        named.last_day,
        named.reason,
        named.member_id,
        case when named.may_be_named then named.first_name end as member_first_name,
        case when named.may_be_named then named.last_name end as member_last_name,
        case when named.may_be_named and named.notice_type = 'member_joins' then named.birth_date end
            as member_birth_date,
        named.facility_id,
        named.provider_id,
        panel.provider_name,
        panel.practice_name,
        panel.address as practice_address,
        panel.city as practice_city,
        panel.state as practice_state,
        panel.zip as practice_zip,
        case when named.is_coverage then named.to_provider_id end as acting_provider_id,
        case when named.is_coverage then acting.provider_name end as acting_provider_name,
        case when named.notice_type = 'pmp_assigned' then named.from_provider_id end
            as former_provider_id,
        case when named.notice_type = 'pmp_assigned' then former.provider_name end
            as former_provider_name,
        named.id_card_due,
        case when named.is_to_member then parameter.notice_how_to_change end as how_to_change,
        case when named.is_to_member then parameter.notice_phone end as phone_to_change
    from named
    cross join parameter
    left join panel on named.provider_id = panel.provider_id
    left join panel as recipient on named.recipient_id = recipient.provider_id
    left join panel as acting on named.to_provider_id = acting.provider_id
    left join panel as former on named.from_provider_id = former.provider_id
)

select * from final
