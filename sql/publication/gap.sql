/*---
summary: The gaps in care of each eligible member, one row a member and measure that asks about them.
grain: [member_id, measure]
public: true
inputs:
  - publication.gap_no_pmp_visit
  - publication.gap_no_attributed_pmp_visit
  - publication.gap_well_visit
  - publication.gap_emergency_without_pmp
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  practice_id: {type: VARCHAR, meaning: The practice of the attributed PMP; null = nobody.}
  provider_id: {type: VARCHAR, meaning: The attributed PMP; null = nobody.}
  measure:
    type: VARCHAR
    meaning: "`no_pmp_visit`, `no_attributed_pmp_visit`, `well_visit` or `emergency_without_pmp`."
  version: {type: VARCHAR, meaning: The version of the measure's definition.}
  status: {type: VARCHAR, meaning: "`open` (not found and due), `closed` (found) or `prospective` (due later)."}
  service_date: {type: DATE, meaning: The latest service that closed it; null unless closed.}
  due_by: {type: DATE, meaning: The day by which the service is or was due; of a closed one the next.}
  exclusion: {type: VARCHAR, meaning: Why the gap does not count in the measure; null = it does.}
audits:
  only_closed_gaps_have_a_service: >-
    select * from publication.gap where (status = 'closed') <> (service_date is not null)
---*/
with final as (
    select * from publication.gap_no_pmp_visit
    union all
    select * from publication.gap_no_attributed_pmp_visit
    union all
    select * from publication.gap_well_visit
    union all
    select * from publication.gap_emergency_without_pmp
)

select * from final
