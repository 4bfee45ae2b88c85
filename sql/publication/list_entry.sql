/*---
summary: >-
  Who stands on which practice's list tonight, before anything about them is looked up: members
  attributed to a PMP of the practice, and members assigned to one and attributed elsewhere. What
  is elsewhere is judged by practice, so that a member stands on a list once.
grain: [practice_id, member_id]
inputs: [staging.panel, assignment.assigned_provider, attribution.attributed_provider]
columns:
  practice_id: {type: VARCHAR, meaning: The practice whose list it is.}
  member_id: {type: VARCHAR, meaning: An eligible member.}
  provider_id: {type: VARCHAR, meaning: "The PMP here: the attributed one, else the assigned one."}
  section: {type: VARCHAR, meaning: "`attributed` or `assigned_elsewhere_attributed`."}
  assigned_provider_id: {type: VARCHAR, meaning: "The assigned PMP, wherever; null = nobody."}
  attribution_type: {type: VARCHAR, meaning: By which step the member is attributed.}
  attribution_label: {type: VARCHAR, meaning: What lists call it.}
audits:
  everybody_attributed_is_on_one_list: >-
    select attributed.member_id
    from attribution.attributed_provider as attributed
    left join publication.list_entry as entry
    on attributed.member_id = entry.member_id and entry.section = 'attributed'
    where (attributed.provider_id is null) <> (entry.member_id is null)
---*/
with panel as (select * from staging.panel),

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

final as (
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
        assigned_practice_id,
        member_id,
        assigned_provider_id,
        'assigned_elsewhere_attributed',
        assigned_provider_id,
        attribution_type,
        attribution_label
    from answered
    where
        assigned_practice_id is not null
        and assigned_practice_id is distinct from attributed_practice_id
)

select * from final
