/*---
summary: Counts of problems in the claims as a whole that a person should know about.
grain: [finding]
inputs: [evidence.repeated_line, evidence.npi_provider]
columns:
  finding: {type: VARCHAR, meaning: "ambiguous_version: claim lines whose latest versions tie and differ. npi_lowest_provider_id and npi_not_on_roster: pairs of member and NPI that neither TIN nor assignment could resolve."}
  found: {type: BIGINT, meaning: The count.}
---*/
with repeated_line as (select * from evidence.repeated_line),

npi_provider as (select * from evidence.npi_provider),

ambiguous as (
    select
        claim_id,
        line_number
    from repeated_line
    where is_latest
    group by claim_id, line_number
    having min(content) <> max(content)
),

final as (
    select
        'ambiguous_version' as finding,
        count(*) as found
    from ambiguous
    union all
    select
        'npi_lowest_provider_id' as finding,
        count(*) as found
    from npi_provider
    where resolved_by = 'lowest'
    union all
    select
        'npi_not_on_roster' as finding,
        count(*) as found
    from npi_provider
    where resolved_by = 'none'
)

select * from final
