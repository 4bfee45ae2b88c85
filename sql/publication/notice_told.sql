/*---
summary: >-
  Notices of earlier nights with their status tonight: whether the change still applies, and whether
  they were sent. A withdrawn notice stays withdrawn. Old notices about changes that are no longer
  proposed are dropped. Of two results, the later delivery counts.
grain: [notice_id]
inputs:
  - baseline.notice
  - raw.notice_results
  - reconciliation.difference
  - reconciliation.load
  - staging.prior
  - staging.system_of_record
  - publication.notice_event
  - run.parameter
columns:
  notice_id: {type: VARCHAR, meaning: The notice's permanent id.}
  notice_type: {type: VARCHAR, meaning: The type of notice.}
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  change_id: {type: VARCHAR, meaning: The id of the change.}
  issue_number: {type: INTEGER, meaning: 1; higher if it was withdrawn and the change applied again.}
  member_id: {type: VARCHAR, meaning: The member that it concerns.}
  facility_id: {type: VARCHAR, meaning: The facility that it concerns.}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  from_provider_id: {type: VARCHAR, meaning: "The provider who ends, if there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider who begins, if there is one."}
  effective_date: {type: DATE, meaning: The day on which the change takes effect.}
  last_day: {type: DATE, meaning: "The last day, if there is one."}
  id_card_due: {type: DATE, meaning: When the new id card is due.}
  due_date: {type: DATE, meaning: The day by which it must be sent.}
  reason: {type: VARCHAR, meaning: The reason.}
  first_issued: {type: DATE, meaning: As-of date of the night that issued it.}
  stands: {type: BOOLEAN, meaning: Whether the change still applies tonight.}
  withdrawn_on: {type: DATE, meaning: As-of date of the night that withdrew it before it was sent.}
  sent_on: {type: DATE, meaning: "When it was sent, if known."}
  failed_on: {type: DATE, meaning: "When sending last failed, if it was not sent."}
  channel: {type: VARCHAR, meaning: How it was sent.}
  is_contradicted:
    type: BOOLEAN
    meaning: >-
      Whether it was sent and tonight's own decision contradicts it for the first time, so that its
      recipient needs a new notice. A change that the core system made by itself does not count.
audits:
  recent_notices_are_kept: >-
    select earlier.notice_id
    from baseline.notice as earlier
    inner join run.parameter as parameter
    on earlier.first_issued >= parameter.notices_remembered_since
    left join publication.notice_told as kept on earlier.notice_id = kept.notice_id
    where kept.notice_id is null
---*/
with baseline as (select * from baseline.notice),

result as (select * from raw.notice_results),

prior as (select * from staging.prior),

system_of_record as (select * from staging.system_of_record),

parameter as (select * from run.parameter),

held as (
    select member_id, to_provider_id as provider_id
    from reconciliation.difference
    where kind = 'assignment'
),

proposal as (
    select change_id from reconciliation.load
    union
    select change_id from publication.notice_event
),

event as (
    select notice_type, recipient_type, recipient_id, change_id
    from publication.notice_event
),

judged as (
    select
        baseline.*,
        case
            when not baseline.stands then false
            when baseline.notice_type in ('pmp_assigned', 'member_joins')
                then coalesce(held.provider_id = baseline.provider_id, false)
            when baseline.notice_type = 'member_leaves'
                then held.provider_id is distinct from baseline.provider_id
            when baseline.notice_type = 'pmp_ended' then held.provider_id is null
            when baseline.notice_type = 'coverage_withdrawn' then true
            when baseline.last_day < parameter.as_of then true
            else event.change_id is not null
        end as applies_now,
        case
            when result.notice_id is null then baseline.sent_on
            when result.result = 'sent' then result.sent_on
        end as sent_now,
        case
            when result.notice_id is null then baseline.failed_on
            when result.result = 'failed' then result.sent_on
        end as failed_now,
        case when result.notice_id is null then baseline.channel else result.channel end
            as channel_now,
        proposal.change_id is not null as is_proposed,
        prior.sor_provider_id is not distinct from system_of_record.provider_id as is_ours,
        parameter.as_of,
        parameter.notices_remembered_since
    from baseline
    cross join parameter
    left join result on baseline.notice_id = result.notice_id
    left join held on baseline.member_id = held.member_id
    left join proposal on baseline.change_id = proposal.change_id
    left join prior on baseline.member_id = prior.member_id
    left join system_of_record on baseline.member_id = system_of_record.member_id
    left join event
        on baseline.notice_type = event.notice_type
        and baseline.recipient_type = event.recipient_type
        and baseline.recipient_id = event.recipient_id
        and baseline.change_id = event.change_id
),

final as (
    select
        notice_id,
        notice_type,
        recipient_type,
        recipient_id,
        change_id,
        issue_number,
        member_id,
        facility_id,
        provider_id,
        from_provider_id,
        to_provider_id,
        effective_date,
        last_day,
        id_card_due,
        due_date,
        reason,
        first_issued,
        applies_now as stands,
        case
            when withdrawn_on is not null then withdrawn_on
            when not applies_now and sent_now is null then as_of
        end as withdrawn_on,
        sent_now as sent_on,
        failed_now as failed_on,
        channel_now as channel,
        not applies_now
        and is_ours
        and sent_now is not null
        and (stands or sent_on is null) as is_contradicted
    from judged
    where is_proposed or first_issued >= notices_remembered_since
)

select * from final
