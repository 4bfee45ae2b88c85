/*---
summary: >-
  The Clinical Practice Registry: each practice's list of its members, with the facts needed to care
  for them. A member not evaluated tonight keeps the row of the last list; a member who left has only
  the facts of that list. For a restricted member the list shows the id and nothing personal.
grain: [practice_id, member_id]
public: true
inputs:
  - publication.list_entry
  - publication.left_member
  - publication.practice_contact
  - publication.member_fact
  - publication.gap
  - staging.member
  - staging.panel
  - evidence.visit_summary
  - assignment.not_evaluated
  - baseline.registry
  - run.parameter
columns:
  as_of: {type: DATE, meaning: The date of the list.}
  practice_id: {type: VARCHAR, meaning: The practice of the list.}
  practice_name: {type: VARCHAR, meaning: Its name.}
  practice_tin: {type: VARCHAR, meaning: Its tax id.}
  provider_id: {type: VARCHAR, meaning: "The PMP here: attributed, else assigned; for members who left, their former PMP."}
  npi: {type: VARCHAR, meaning: The PMP's NPI.}
  provider_name: {type: VARCHAR, meaning: The PMP's name.}
  member_id: {type: VARCHAR, meaning: The member.}
  medicaid_id: {type: VARCHAR, meaning: As delivered; empty for a restricted member.}
  first_name: {type: VARCHAR, meaning: As delivered; empty for a restricted member.}
  last_name: {type: VARCHAR, meaning: As delivered; empty for a restricted member.}
  birth_date: {type: DATE, meaning: Empty for a restricted member.}
  age: {type: INTEGER, meaning: Completed years; empty for a restricted member.}
  gender: {type: VARCHAR, meaning: "F, M or U; empty for a restricted member."}
  phone: {type: VARCHAR, meaning: As delivered; empty for a restricted member.}
  language: {type: VARCHAR, meaning: As delivered; empty for a restricted member.}
  line_of_business: {type: VARCHAR, meaning: The line of business of the deciding coverage span.}
  plan_id: {type: VARCHAR, meaning: The plan of that span.}
  section: {type: VARCHAR, meaning: "`attributed`, `attributed_by_dispute` (by a decision on a dispute, not by the rules), `assigned_elsewhere_attributed` (assigned here) or `left` (since the last list)."}
  attribution_type: {type: VARCHAR, meaning: "The step that attributed the member, here or elsewhere."}
  attribution_label: {type: VARCHAR, meaning: The label of that step.}
  attributed_since: {type: DATE, meaning: As-of date of the first list in a row that attributes the member to this PMP.}
  assigned_provider_id: {type: VARCHAR, meaning: "The assigned PMP; null if there is none, and for members who left."}
  assigned_provider_name: {type: VARCHAR, meaning: The assigned PMP's name.}
  last_visit_date: {type: DATE, meaning: Latest qualifying visit to this practice.}
  last_pmp_visit_date: {type: DATE, meaning: Latest qualifying visit to any PMP.}
  next_visit: {type: DATE, meaning: Next booked visit to this practice; empty for a restricted member.}
  visits: {type: BIGINT, meaning: Qualifying visits to the PMP of this row.}
  ed_visits_12m: {type: BIGINT, meaning: Days with an emergency visit in the gap window.}
  redetermination_date: {type: DATE, meaning: When eligibility is redetermined; empty for a restricted member.}
  facility_id: {type: VARCHAR, meaning: Where the member lives; empty for a restricted member.}
  change_type: {type: VARCHAR, meaning: "Against this practice's last list: new, nochange, changed (PMP, section or type) or dropped."}
  gap_no_pmp_visit: {type: VARCHAR, meaning: "Status of the gap; null = does not apply to this member, or excluded."}
  gap_no_attributed_pmp_visit: {type: VARCHAR, meaning: "Status of the gap; null = does not apply to this member, or excluded."}
  gap_well_visit: {type: VARCHAR, meaning: "Status of the gap; null = does not apply to this member, or excluded."}
  gap_emergency_without_pmp: {type: VARCHAR, meaning: "Status of the gap; null = does not apply to this member, or excluded."}
  left_reason: {type: VARCHAR, meaning: Why a member left the list; null in the other sections.}
  dispute: {type: VARCHAR, meaning: "State of this practice's latest dispute over the member: `pending`, `accepted` or `rejected`; null = no dispute."}
audits:
  restricted_members_are_ids: >-
    select registry.member_id
    from publication.registry as registry
    inner join staging.member as member on registry.member_id = member.member_id
    where member.restricted and (
        registry.first_name is not null or registry.last_name is not null
        or registry.birth_date is not null or registry.phone is not null
        or registry.medicaid_id is not null or registry.facility_id is not null
    )
  who_left_has_a_reason: >-
    select * from publication.registry where (section = 'left') <> (left_reason is not null)
  nobody_vanishes_from_a_list: >-
    select last_list.member_id
    from baseline.registry as last_list
    left join publication.registry as registry
    on last_list.practice_id = registry.practice_id
    and last_list.member_id = registry.member_id
    where last_list.section <> 'left' and registry.member_id is null
---*/
with entry as (select * from publication.list_entry),

left_member as (select * from publication.left_member),

contact as (select * from publication.practice_contact),

member as (select * from staging.member),

panel as (select * from staging.panel),

visit_summary as (select * from evidence.visit_summary),

not_evaluated as (select * from assignment.not_evaluated),

parameter as (select * from run.parameter),

member_fact as (select * from publication.member_fact),

last_list as (
    select * from baseline.registry where section <> 'left'
),

-- One column per gap, named after its model.
gap as (
    select
        member_id,
        max(case when measure = 'no_pmp_visit' then status end) as gap_no_pmp_visit,
        max(case when measure = 'no_attributed_pmp_visit' then status end)
            as gap_no_attributed_pmp_visit,
        max(case when measure = 'well_visit' then status end) as gap_well_visit,
        max(case when measure = 'emergency_without_pmp' then status end)
            as gap_emergency_without_pmp
    from publication.gap
    where exclusion is null
    group by member_id
),

listed as (
    select
        parameter.as_of,
        entry.practice_id,
        panel.practice_name,
        panel.practice_tin,
        entry.provider_id,
        panel.npi,
        panel.provider_name,
        entry.member_id,
        case when not member.restricted then member.medicaid_id end as medicaid_id,
        case when not member.restricted then member.first_name end as first_name,
        case when not member.restricted then member.last_name end as last_name,
        case when not member.restricted then member.birth_date end as birth_date,
        case when not member.restricted then member.age end as age,
        case when not member.restricted then member.gender end as gender,
        case when not member.restricted then member.phone end as phone,
        case when not member.restricted then member.language end as language,
        member.line_of_business,
        member.plan_id,
        entry.section,
        entry.attribution_type,
        entry.attribution_label,
        case
            when entry.section <> 'attributed' then null
            when last_list.section = 'attributed' and last_list.provider_id = entry.provider_id
                then last_list.attributed_since
            else parameter.as_of
        end as attributed_since,
        entry.assigned_provider_id,
        assigned_panel.provider_name as assigned_provider_name,
        contact.last_visit_date,
        member_fact.last_pmp_visit_date,
        case when not member.restricted then contact.next_visit end as next_visit,
        coalesce(visit_summary.visits, 0) as visits,
        coalesce(member_fact.ed_visits_12m, 0) as ed_visits_12m,
        case when not member.restricted then member.redetermination_date end as redetermination_date,
        case when not member.restricted then member.facility_id end as facility_id,
        case
            when last_list.member_id is null then 'new'
            when
                last_list.provider_id = entry.provider_id
                and last_list.section = entry.section
                and last_list.attribution_type is not distinct from entry.attribution_type
                then 'nochange'
            else 'changed'
        end as change_type,
        gap.gap_no_pmp_visit,
        gap.gap_no_attributed_pmp_visit,
        gap.gap_well_visit,
        gap.gap_emergency_without_pmp,
        cast(null as varchar) as left_reason,
        entry.dispute
    from entry
    cross join parameter
    inner join member on entry.member_id = member.member_id
    inner join panel on entry.provider_id = panel.provider_id
    left join panel as assigned_panel
        on entry.assigned_provider_id = assigned_panel.provider_id
    left join contact
        on entry.practice_id = contact.practice_id
        and entry.member_id = contact.member_id
    left join visit_summary
        on entry.member_id = visit_summary.member_id
        and entry.provider_id = visit_summary.provider_id
    left join member_fact on entry.member_id = member_fact.member_id
    left join gap on entry.member_id = gap.member_id
    left join last_list
        on entry.practice_id = last_list.practice_id
        and entry.member_id = last_list.member_id
),

kept as (
    select
        parameter.as_of,
        last_list.practice_id,
        last_list.practice_name,
        last_list.practice_tin,
        last_list.provider_id,
        last_list.npi,
        last_list.provider_name,
        last_list.member_id,
        last_list.medicaid_id,
        last_list.first_name,
        last_list.last_name,
        last_list.birth_date,
        last_list.age,
        last_list.gender,
        last_list.phone,
        last_list.language,
        last_list.line_of_business,
        last_list.plan_id,
        last_list.section,
        last_list.attribution_type,
        last_list.attribution_label,
        last_list.attributed_since,
        last_list.assigned_provider_id,
        last_list.assigned_provider_name,
        last_list.last_visit_date,
        last_list.last_pmp_visit_date,
        last_list.next_visit,
        last_list.visits,
        last_list.ed_visits_12m,
        last_list.redetermination_date,
        last_list.facility_id,
        'nochange',
        last_list.gap_no_pmp_visit,
        last_list.gap_no_attributed_pmp_visit,
        last_list.gap_well_visit,
        last_list.gap_emergency_without_pmp,
        null,
        last_list.dispute
    from last_list
    cross join parameter
    inner join not_evaluated on last_list.member_id = not_evaluated.member_id
),

gone as (
    select
        parameter.as_of,
        last_list.practice_id,
        last_list.practice_name,
        last_list.practice_tin,
        last_list.provider_id,
        last_list.npi,
        last_list.provider_name,
        last_list.member_id,
        case when not coalesce(member.restricted, false) then last_list.medicaid_id end,
        case when not coalesce(member.restricted, false) then last_list.first_name end,
        case when not coalesce(member.restricted, false) then last_list.last_name end,
        case when not coalesce(member.restricted, false) then last_list.birth_date end,
        case when not coalesce(member.restricted, false) then last_list.age end,
        case when not coalesce(member.restricted, false) then last_list.gender end,
        case when not coalesce(member.restricted, false) then last_list.phone end,
        case when not coalesce(member.restricted, false) then last_list.language end,
        last_list.line_of_business,
        last_list.plan_id,
        'left',
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        case when not coalesce(member.restricted, false) then last_list.redetermination_date end,
        case when not coalesce(member.restricted, false) then last_list.facility_id end,
        'dropped',
        null as gap_no_pmp_visit,
        null as gap_no_attributed_pmp_visit,
        null as gap_well_visit,
        null as gap_emergency_without_pmp,
        left_member.left_reason,
        null
    from left_member
    cross join parameter
    inner join last_list
        on left_member.practice_id = last_list.practice_id
        and left_member.member_id = last_list.member_id
    left join member on left_member.member_id = member.member_id
),

final as (
    select * from listed
    union all
    select * from kept
    union all
    select * from gone
)

select * from final
