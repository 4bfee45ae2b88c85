/*---
summary: >-
  The notices to each member, provider and practice, one for each change. A notice keeps its id,
  whatever the system of record does; the first night with the change issues it, and a night on which
  the change no longer applies withdraws it if it has not been sent. A withdrawn change that applies
  again gets a new notice. Ids and dates only: names and addresses are in the outbox.
grain: [notice_id]
public: true
inputs:
  - publication.notice_told
  - publication.notice_wanted
  - raw.notice_results
  - run.parameter
columns:
  notice_id: {type: VARCHAR, meaning: "The notice's permanent id: type, recipient and change, and from the second issue on its number."}
  notice_type:
    type: VARCHAR
    meaning: >-
      `pmp_assigned`, `pmp_ended`, `pmp_leaving` (to members), `member_joins`, `member_leaves` (to
      providers), `coverage_starts`, `coverage_withdrawn` (to the acting provider and to the
      practice of the absent one).
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  change_id: {type: VARCHAR, meaning: "The id of the change, in the form of reconciliation.load."}
  issue_number: {type: INTEGER, meaning: 1; higher if it was withdrawn and the change applied again.}
  member_id: {type: VARCHAR, meaning: The member that it concerns.}
  facility_id: {type: VARCHAR, meaning: The facility that it concerns.}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  from_provider_id: {type: VARCHAR, meaning: "The provider who ends, if there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider who begins, if there is one."}
  effective_date: {type: DATE, meaning: "The day on which the change takes effect; for an ending, the last day."}
  last_day: {type: DATE, meaning: "The last day, if there is one."}
  id_card_due: {type: DATE, meaning: When the member's new id card is due; null if none is.}
  due_date: {type: DATE, meaning: The day by which it must be sent.}
  reason: {type: VARCHAR, meaning: The reason.}
  first_issued: {type: DATE, meaning: As-of date of the night that issued it.}
  is_new: {type: BOOLEAN, meaning: Whether it is issued tonight; these go to the outbox.}
  stands: {type: BOOLEAN, meaning: Whether the change still applies tonight.}
  withdrawn_on: {type: DATE, meaning: As-of date of the night that withdrew it before it was sent.}
  sent_on: {type: DATE, meaning: "When it was sent, from notice_results."}
  failed_on: {type: DATE, meaning: "When sending last failed, if it was not sent."}
  channel: {type: VARCHAR, meaning: How it was sent.}
  state: {type: VARCHAR, meaning: "`open`, `failed`, `sent` or `withdrawn` (and not sent anyway)."}
  is_late: {type: BOOLEAN, meaning: Whether it is neither sent nor withdrawn after its due date.}
audits:
  every_wanted_notice_is_current: >-
    select wanted.recipient_id
    from publication.notice_wanted as wanted
    left join publication.notice as notice
    on wanted.notice_type = notice.notice_type
    and wanted.recipient_type = notice.recipient_type
    and wanted.recipient_id = notice.recipient_id
    and wanted.change_id = notice.change_id
    and notice.stands
    where notice.notice_id is null
  no_duplicate_current_notices: >-
    select recipient_type, recipient_id, notice_type, change_id
    from publication.notice
    where stands
    group by recipient_type, recipient_id, notice_type, change_id
    having count(*) > 1
---*/
with earlier as (select * from publication.notice_told),

wanted as (select * from publication.notice_wanted),

result as (select * from raw.notice_results),

parameter as (select * from run.parameter),

issued as (
    select
        notice_type,
        recipient_type,
        recipient_id,
        change_id,
        max(issue_number) as issue_number,
        max(case when stands then 1 else 0 end) as has_current
    from earlier
    group by notice_type, recipient_type, recipient_id, change_id
),

numbered as (
    select
        wanted.*,
        coalesce(issued.issue_number, 0) + 1 as issue_number
    from wanted
    left join issued
        on wanted.notice_type = issued.notice_type
        and wanted.recipient_type = issued.recipient_type
        and wanted.recipient_id = issued.recipient_id
        and wanted.change_id = issued.change_id
    where coalesce(issued.has_current, 0) = 0
),

named as (
    select
        numbered.*,
        notice_type || ':' || recipient_type
        || ':' || replace(replace(recipient_id, '%', '%25'), ':', '%3A')
        || ':' || change_id
        || case when issue_number > 1 then ':' || cast(issue_number as varchar) else '' end
            as notice_id
    from numbered
),

tonight as (
    select
        named.notice_id,
        named.notice_type,
        named.recipient_type,
        named.recipient_id,
        named.change_id,
        named.issue_number,
        named.member_id,
        named.facility_id,
        named.provider_id,
        named.from_provider_id,
        named.to_provider_id,
        named.effective_date,
        named.last_day,
        case when named.notice_type = 'pmp_assigned' then parameter.id_card_due_date end
            as id_card_due,
        named.due_date,
        named.reason,
        parameter.as_of as first_issued,
        true as is_new,
        true as stands,
        cast(null as date) as withdrawn_on,
        case when result.result = 'sent' then result.sent_on end as sent_on,
        case when result.result = 'failed' then result.sent_on end as failed_on,
        result.channel
    from named
    cross join parameter
    left join result on named.notice_id = result.notice_id
),

known as (
    select * from tonight
    union all
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
        false,
        stands,
        withdrawn_on,
        sent_on,
        failed_on,
        channel
    from earlier
),

stated as (
    select
        *,
        case
            when sent_on is not null then 'sent'
            when withdrawn_on is not null then 'withdrawn'
            when failed_on is not null then 'failed'
            else 'open'
        end as state
    from known
),

final as (
    select
        stated.notice_id,
        stated.notice_type,
        stated.recipient_type,
        stated.recipient_id,
        stated.change_id,
        stated.issue_number,
        stated.member_id,
        stated.facility_id,
        stated.provider_id,
        stated.from_provider_id,
        stated.to_provider_id,
        stated.effective_date,
        stated.last_day,
        stated.id_card_due,
        stated.due_date,
        stated.reason,
        stated.first_issued,
        stated.is_new,
        stated.stands,
        stated.withdrawn_on,
        stated.sent_on,
        stated.failed_on,
        stated.channel,
        stated.state,
        stated.state in ('open', 'failed') and stated.due_date < parameter.as_of as is_late
    from stated
    cross join parameter
)

select * from final
