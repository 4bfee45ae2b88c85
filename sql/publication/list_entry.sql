/*---
summary: >-
  The members of each practice's list tonight: members attributed to a PMP of the practice, members
  added by an accepted dispute, and members assigned to one of its PMPs and attributed to another
  practice. A member is on a list once.
grain: [practice_id, member_id]
inputs:
  - staging.panel
  - assignment.assigned_provider
  - attribution.attributed_provider
  - publication.dispute
columns:
  practice_id: {type: VARCHAR, meaning: The practice whose list it is.}
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: "The PMP here: the attributed one, else the disputed one, else the assigned one."}
  section: {type: VARCHAR, meaning: "`attributed`, `attributed_by_dispute` or `assigned_elsewhere_attributed`."}
  assigned_provider_id: {type: VARCHAR, meaning: "The assigned PMP, of any practice; null = none."}
  attribution_type: {type: VARCHAR, meaning: The step that attributed the member.}
  attribution_label: {type: VARCHAR, meaning: The label of that step.}
  dispute: {type: VARCHAR, meaning: "The state of this practice's latest dispute over the member, or of the one that added them: `pending`, `accepted` or `rejected`."}
audits:
  everybody_attributed_is_on_one_list: >-
    select attributed.member_id
    from attribution.attributed_provider as attributed
    left join publication.list_entry as entry
    on attributed.member_id = entry.member_id and entry.section = 'attributed'
    where (attributed.provider_id is null) <> (entry.member_id is null)
---*/
with panel as (select * from staging.panel),

disputed as (select * from publication.dispute),

listed_dispute as (
    select * from disputed where is_listed
),

ranked_dispute as (
    select
        practice_id,
        member_id,
        state,
        row_number() over (
            partition by practice_id, member_id
            order by requested_at desc nulls last, request_id desc nulls last
        ) as newest
    from disputed
    where state <> 'withdrawn'
),

own_dispute as (
    select * from ranked_dispute where newest = 1
),

answered as (
    select
        attributed.member_id,
        attributed.provider_id as attributed_provider_id,
        attributed.attribution_type,
        attributed.attribution_label,
        attributed_panel.practice_id as attributed_practice_id,
        assigned.provider_id as assigned_provider_id,
        assigned_panel.practice_id as assigned_practice_id
    from attribution.attributed_provider as attributed
    left join assignment.assigned_provider as assigned
        on attributed.member_id = assigned.member_id
    left join panel as attributed_panel
        on attributed.provider_id = attributed_panel.provider_id
    left join panel as assigned_panel
        on assigned.provider_id = assigned_panel.provider_id
),

entry as (
    select
        attributed_practice_id as practice_id,
        member_id,
        attributed_provider_id as provider_id,
        'attributed' as section,
        assigned_provider_id,
        attribution_type,
        attribution_label
    from answered
    where attributed_practice_id is not null
    union all
    select
        listed_dispute.listed_practice_id,
        answered.member_id,
        listed_dispute.listed_provider_id,
        'attributed_by_dispute',
        answered.assigned_provider_id,
        answered.attribution_type,
        answered.attribution_label
    from listed_dispute
    inner join answered on listed_dispute.member_id = answered.member_id
    union all
    select
        answered.assigned_practice_id,
        answered.member_id,
        answered.assigned_provider_id,
        'assigned_elsewhere_attributed',
        answered.assigned_provider_id,
        answered.attribution_type,
        answered.attribution_label
    from answered
    left join listed_dispute
        on answered.member_id = listed_dispute.member_id
        and answered.assigned_practice_id = listed_dispute.listed_practice_id
    where
        answered.assigned_practice_id is not null
        and answered.assigned_practice_id is distinct from answered.attributed_practice_id
        and listed_dispute.member_id is null
),

final as (
    select
        entry.practice_id,
        entry.member_id,
        entry.provider_id,
        entry.section,
        entry.assigned_provider_id,
        entry.attribution_type,
        entry.attribution_label,
        case when entry.section = 'attributed_by_dispute' then 'accepted' else own_dispute.state end
            as dispute
    from entry
    left join own_dispute
        on entry.practice_id = own_dispute.practice_id
        and entry.member_id = own_dispute.member_id
)

select * from final
