/*---
summary: >-
  Every disputed attribution. An accepted dispute puts the member on the list of the practice of the
  provider that it names, or else of the disputing practice. Attribution itself follows its rules and
  does not change. If several disputes of one member were accepted, the one decided last counts, while
  the rules name another practice.
grain: [request_id]
inputs:
  - book.dispute
  - book.request
  - staging.panel
  - attribution.attributed_provider
  - run.parameter
columns:
  request_id: {type: VARCHAR, meaning: The request.}
  practice_id: {type: VARCHAR, meaning: The disputing practice.}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: "The PMP that the practice proposes, if it names one."}
  state: {type: VARCHAR, meaning: "`pending`, `accepted`, `rejected` or `withdrawn`."}
  requested_at: {type: VARCHAR, meaning: "When it was made, as an ISO instant."}
  requested_by: {type: VARCHAR, meaning: The person who made it.}
  reason: {type: VARCHAR, meaning: The reason given.}
  evidence: {type: VARCHAR, meaning: The evidence given.}
  due_date: {type: DATE, meaning: The day by which it must be decided.}
  is_overdue: {type: BOOLEAN, meaning: Whether it is undecided after that day.}
  decided_by: {type: VARCHAR, meaning: The person who decided.}
  decided_on: {type: DATE, meaning: The date of the decision.}
  decision_reason: {type: VARCHAR, meaning: The reason of the decision.}
  attributed_provider_id: {type: VARCHAR, meaning: The PMP that the rules attribute the member to tonight.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed them.}
  listed_practice_id: {type: VARCHAR, meaning: The practice on whose list an accepted dispute appears.}
  listed_provider_id: {type: VARCHAR, meaning: "The provider that the member is listed under: the one that the dispute names, else the first PMP of the practice; null if it has none."}
  is_listed: {type: BOOLEAN, meaning: "Whether it puts the member on that list tonight: accepted, the latest, and the rules name another practice."}
audits:
  one_listed_dispute_per_member: >-
    select member_id from publication.dispute where is_listed group by member_id having count(*) > 1
---*/
with dispute as (select * from book.dispute),

request as (select * from book.request),

panel as (select * from staging.panel),

attributed as (select * from attribution.attributed_provider),

parameter as (select * from run.parameter),

own_pmp as (
    select
        practice_id,
        min(provider_id) as provider_id
    from panel
    where on_roster and is_pmp
    group by practice_id
),

named as (
    select
        dispute.*,
        case when dispute.state = 'approved' then 'accepted' else dispute.state end as shown_state,
        request.requested_at,
        request.requested_by,
        request.reason,
        request.decided_by,
        request.decision_reason,
        coalesce(named_panel.practice_id, dispute.practice_id) as listed_practice_id,
        coalesce(named_panel.provider_id, own_pmp.provider_id) as listed_provider_id,
        row_number() over (
            partition by dispute.member_id, dispute.state
            order by
                dispute.decided_on desc nulls last,
                request.requested_at desc nulls last,
                dispute.request_id desc nulls last
        ) as newest
    from dispute
    left join request on dispute.request_id = request.request_id
    left join panel as named_panel
        on dispute.provider_id = named_panel.provider_id and named_panel.on_roster
    left join own_pmp on dispute.practice_id = own_pmp.practice_id
),

final as (
    select
        named.request_id,
        named.practice_id,
        named.member_id,
        named.provider_id,
        named.shown_state as state,
        named.requested_at,
        named.requested_by,
        named.reason,
        named.evidence,
        named.due_date,
        named.shown_state = 'pending' and named.due_date < parameter.as_of as is_overdue,
        named.decided_by,
        named.decided_on,
        named.decision_reason,
        attributed.provider_id as attributed_provider_id,
        attributed.attribution_type,
        named.listed_practice_id,
        named.listed_provider_id,
        named.shown_state = 'accepted'
        and named.newest = 1
        and named.decided_on <= parameter.as_of
        and attributed.member_id is not null
        and named.listed_provider_id is not null
        and named.listed_practice_id is distinct from attributed_panel.practice_id as is_listed
    from named
    cross join parameter
    left join attributed on named.member_id = attributed.member_id
    left join panel as attributed_panel on attributed.provider_id = attributed_panel.provider_id
)

select * from final
