/*---
summary: >-
  Alerts on panels that are full, or nearly full by the policy's share, for each kind of capacity.
  If both scheduled visits and claims exceed the limit, the higher of the two counts.
grain: [alert_type, subject_type, subject_id, about]
inputs: [publication.capacity]
columns:
  alert_type: {type: VARCHAR, meaning: "`at_capacity` or `near_capacity`."}
  subject_type: {type: VARCHAR, meaning: "`provider`."}
  subject_id: {type: VARCHAR, meaning: The subject's id.}
  about: {type: VARCHAR, meaning: The kind of capacity; empty text for patient_panel.}
  detail: {type: VARCHAR, meaning: The value found and the limit that it met.}
---*/
with ranked as (
    select
        *,
        row_number() over (
            partition by subject_id, kind
            order by share desc nulls first, source nulls last
        ) as place
    from publication.capacity
    where
        subject_type = 'panel'
        and line_of_business = ''
        and status in ('near', 'at_or_over')
        and used > 0
),

final as (
    select
        case status when 'near' then 'near_capacity' else 'at_capacity' end as alert_type,
        'provider' as subject_type,
        subject_id,
        case when kind = 'patient_panel' then '' else kind end as about,
        case kind
            when 'patient_panel'
                then cast(cast(used as bigint) as varchar) || ' members, '
                    || cast(cast(limit_value as bigint) as varchar) || ' seats'
            when 'facility_limit'
                then cast(cast(used as bigint) as varchar) || ' facilities of '
                    || cast(cast(limit_value as bigint) as varchar)
            when 'daily_visits'
                then cast(cast(used as decimal(18, 1)) as varchar) || ' visits of '
                    || cast(cast(limit_value as bigint) as varchar)
                    || case source
                        when 'scheduled' then ' on the busiest day that is booked'
                        else ' on an average working day by claims'
                    end
            else cast(cast(used as decimal(18, 1)) as varchar) || ' hours of '
                || cast(cast(limit_value as decimal(18, 1)) as varchar)
                || case source
                    when 'scheduled' then ' in the busiest week that is booked'
                    else ' in an average week by claims'
                end
        end as detail
    from ranked
    where place = 1
)

select * from final
