/*---
summary: >-
  The notices that are due to be issued tonight, unless the recipient already has the same notice: for
  a new change, the member, the PMP who gets them and the one who loses them; for a contradicted
  notice, its recipients; and for other events, theirs. Members who died get no notice, nor do members
  in no file, whose address is unknown.
grain: [notice_type, recipient_type, recipient_id, change_id]
inputs:
  - publication.notice_change
  - publication.notice_event
  - publication.notice_told
  - reconciliation.difference
  - reconciliation.departure
  - run.notice_type
  - run.parameter
columns:
  notice_type:
    type: VARCHAR
    meaning: >-
      `pmp_assigned` and `pmp_ended` to members, `member_joins` and `member_leaves` to providers,
      `coverage_withdrawn` to recipients of a coverage notice, and those of
      publication.notice_event.
  recipient_type: {type: VARCHAR, meaning: "`member`, `provider` or `practice`."}
  recipient_id: {type: VARCHAR, meaning: The recipient.}
  change_id: {type: VARCHAR, meaning: "The id of the change; back:… if an earlier notice is taken back."}
  member_id: {type: VARCHAR, meaning: The member that it concerns.}
  facility_id: {type: VARCHAR, meaning: The facility that it concerns.}
  provider_id: {type: VARCHAR, meaning: The provider that it concerns.}
  from_provider_id: {type: VARCHAR, meaning: "The provider who ends, if there is one."}
  to_provider_id: {type: VARCHAR, meaning: "The provider who begins, if there is one."}
  effective_date: {type: DATE, meaning: The day on which the change takes effect.}
  last_day: {type: DATE, meaning: "The last day, if there is one."}
  due_date: {type: DATE, meaning: When it is due.}
  reason: {type: VARCHAR, meaning: The reason.}
---*/
with change as (select * from publication.notice_change),

event as (select * from publication.notice_event),

contradicted as (
    select * from publication.notice_told where is_contradicted
),

notice_type as (select * from run.notice_type),

parameter as (select * from run.parameter),

departure as (select * from reconciliation.departure),

standing as (
    select notice_type, recipient_id, member_id
    from publication.notice_told
    where stands
    group by notice_type, recipient_id, member_id
),

held as (
    select * from reconciliation.difference where kind = 'assignment'
),

changed as (
    select
        case when to_provider_id is null then 'pmp_ended' else 'pmp_assigned' end as notice_type,
        'member' as recipient_type,
        member_id as recipient_id,
        change_id,
        member_id,
        coalesce(to_provider_id, from_provider_id) as provider_id,
        from_provider_id,
        to_provider_id,
        effective_date,
        reason
    from change
    where
        to_provider_id is not null
        or coalesce(reason not in ('died', 'absent_from_file'), true)
    union all
    select
        'member_joins',
        'provider',
        to_provider_id,
        change_id,
        member_id,
        to_provider_id,
        from_provider_id,
        to_provider_id,
        effective_date,
        reason
    from change
    where to_provider_id is not null
    union all
    select
        'member_leaves',
        'provider',
        from_provider_id,
        change_id,
        member_id,
        from_provider_id,
        from_provider_id,
        to_provider_id,
        effective_date,
        reason
    from change
    where from_provider_id is not null
),

-- Recipients of a notice that no longer applies, unless a change of tonight already informs them.
back as (
    select
        contradicted.notice_type,
        contradicted.provider_id as recipient_provider_id,
        'back:' || cast(parameter.as_of as varchar)
        || ':' || replace(replace(coalesce(contradicted.to_provider_id, ''), '%', '%25'), ':', '%3A')
        || ':' || replace(replace(coalesce(held.to_provider_id, ''), '%', '%25'), ':', '%3A')
        || ':' || replace(replace(contradicted.member_id, '%', '%25'), ':', '%3A') as change_id,
        contradicted.member_id,
        contradicted.to_provider_id as from_provider_id,
        held.to_provider_id,
        held.change_type,
        parameter.as_of,
        change.change_id as new_change_id,
        coalesce(change.from_provider_id = contradicted.provider_id, false) as knows_of_loss,
        coalesce(change.to_provider_id = contradicted.provider_id, false) as knows_of_gain,
        coalesce(departure.reason, 'taken_back') as reason
    from contradicted
    cross join parameter
    left join held on contradicted.member_id = held.member_id
    left join change on contradicted.member_id = change.member_id
    left join departure on contradicted.member_id = departure.member_id
),

taken_back as (
    select
        case when to_provider_id is null then 'pmp_ended' else 'pmp_assigned' end as notice_type,
        'member' as recipient_type,
        member_id as recipient_id,
        change_id,
        member_id,
        coalesce(to_provider_id, from_provider_id) as provider_id,
        from_provider_id,
        to_provider_id,
        as_of as effective_date,
        reason
    from back
    where
        notice_type in ('pmp_assigned', 'pmp_ended')
        and new_change_id is null
        and change_type is not null
        and change_type <> 'ended'
    union
    select
        'member_leaves',
        'provider',
        recipient_provider_id,
        change_id,
        member_id,
        recipient_provider_id,
        from_provider_id,
        to_provider_id,
        as_of,
        reason
    from back
    where notice_type = 'member_joins' and not knows_of_loss
    union
    select
        'member_joins',
        'provider',
        recipient_provider_id,
        change_id,
        member_id,
        recipient_provider_id,
        from_provider_id,
        to_provider_id,
        as_of,
        reason
    from back
    where notice_type = 'member_leaves' and not knows_of_gain
),

-- A provider notified that a member leaves needs no second notice if the member then goes to yet another PMP.
about_pmp as (
    select changed.*
    from changed
    left join standing
        on changed.notice_type = standing.notice_type
        and changed.recipient_id = standing.recipient_id
        and changed.member_id = standing.member_id
    where
        standing.member_id is null
        or changed.notice_type not in ('member_leaves', 'pmp_ended')
    union all
    select taken_back.*
    from taken_back
    left join standing
        on taken_back.notice_type = standing.notice_type
        and taken_back.recipient_id = standing.recipient_id
        and taken_back.member_id = standing.member_id
    where standing.member_id is null
),

-- Recipients of a notice about coverage that was called off while some of its days were in the future.
no_coverage as (
    select contradicted.*
    from contradicted
    inner join parameter on contradicted.last_day >= parameter.as_of
    where contradicted.notice_type = 'coverage_starts'
),

final as (
    select
        about_pmp.notice_type,
        about_pmp.recipient_type,
        about_pmp.recipient_id,
        about_pmp.change_id,
        about_pmp.member_id,
        cast(null as varchar) as facility_id,
        about_pmp.provider_id,
        about_pmp.from_provider_id,
        about_pmp.to_provider_id,
        about_pmp.effective_date,
        cast(null as date) as last_day,
        notice_type.due_date,
        about_pmp.reason
    from about_pmp
    left join notice_type on about_pmp.notice_type = notice_type.notice_type
    union all
    select
        notice_type,
        recipient_type,
        recipient_id,
        change_id,
        member_id,
        facility_id,
        provider_id,
        from_provider_id,
        to_provider_id,
        effective_date,
        last_day,
        due_date,
        reason
    from event
    union all
    select
        'coverage_withdrawn',
        no_coverage.recipient_type,
        no_coverage.recipient_id,
        no_coverage.change_id,
        no_coverage.member_id,
        no_coverage.facility_id,
        no_coverage.provider_id,
        no_coverage.from_provider_id,
        no_coverage.to_provider_id,
        no_coverage.effective_date,
        no_coverage.last_day,
        notice_type.due_date,
        'taken_back'
    from no_coverage
    left join notice_type on notice_type.notice_type = 'coverage_withdrawn'
)

select * from final
