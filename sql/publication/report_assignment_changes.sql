/*---
summary: "Report: every member whose assignment differs from the system of record, the reason, and who requested it."
grain: [member_id]
inputs:
  - reconciliation.difference
  - assignment.history
  - book.request
  - book.dismissal
  - staging.panel
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  change_type: {type: VARCHAR, meaning: "`new`, `changed`, `ended`, `unassigned` or `not_evaluated`."}
  from_provider_id: {type: VARCHAR, meaning: The recorded provider.}
  from_provider_name: {type: VARCHAR, meaning: Their name.}
  to_provider_id: {type: VARCHAR, meaning: The proposed PMP.}
  to_provider_name: {type: VARCHAR, meaning: Their name.}
  reason: {type: VARCHAR, meaning: Why.}
  from_basis: {type: VARCHAR, meaning: The recorded basis.}
  to_basis: {type: VARCHAR, meaning: The proposed basis.}
  effective_date: {type: DATE, meaning: "First day of a proposed assignment; last day of an ended one."}
  from_distance_miles: {type: DOUBLE, meaning: Miles to the recorded provider.}
  to_distance_miles: {type: DOUBLE, meaning: Miles to the proposed PMP.}
  same_practice: {type: BOOLEAN, meaning: Whether both belong to one practice.}
  first_seen: {type: DATE, meaning: The first night with this change.}
  nights_open: {type: INTEGER, meaning: "Nights in a row, tonight included."}
  request_id: {type: VARCHAR, meaning: "The request behind the change: the one that assigned the new PMP, else the dismissal by the former one; empty where only rules decided."}
  requested_by: {type: VARCHAR, meaning: Who requested it.}
  decided_by: {type: VARCHAR, meaning: Who approved it.}
---*/
with difference as (select * from reconciliation.difference),

panel as (select * from staging.panel),

request as (select * from book.request),

behind as (
    select
        member_id,
        provider_id,
        max(request_id) as request_id
    from assignment.history
    where
        request_id is not null
        and held_to = date '9999-12-31'
        and known_to = date '9999-12-31'
    group by member_id, provider_id
),

dismissal as (
    select
        member_id,
        provider_id,
        max(request_id) as request_id
    from book.dismissal
    group by member_id, provider_id
),

final as (
    select
        difference.member_id,
        difference.change_type,
        difference.from_provider_id,
        from_panel.provider_name as from_provider_name,
        difference.to_provider_id,
        to_panel.provider_name as to_provider_name,
        difference.reason,
        difference.from_basis,
        difference.to_basis,
        difference.effective_date,
        difference.from_distance_miles,
        difference.to_distance_miles,
        difference.same_practice,
        difference.first_seen,
        difference.nights_open,
        request.request_id,
        request.requested_by,
        request.decided_by
    from difference
    left join panel as from_panel on difference.from_provider_id = from_panel.provider_id
    left join panel as to_panel on difference.to_provider_id = to_panel.provider_id
    left join behind
        on difference.member_id = behind.member_id
        and difference.to_provider_id = behind.provider_id
    left join dismissal
        on difference.reason = 'dismissed'
        and difference.member_id = dismissal.member_id
        and difference.from_provider_id = dismissal.provider_id
    left join request on coalesce(behind.request_id, dismissal.request_id) = request.request_id
    where difference.kind = 'assignment' and difference.change_type <> 'unchanged'
)

select * from final
