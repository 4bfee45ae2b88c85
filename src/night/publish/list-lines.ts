/**
 * A query of the lines of all lists that are not copied, ordered by practice; within a practice the
 * attributed members come first, then those attributed by a dispute, those assigned here, and those
 * who left. Each line is formatted before the sort: sorting one text costs less than forty columns.
 */
export const linesByPractice = (line: string): string => `
  select list_file.practice_id as practice, registry.line
  from publication.list_file as list_file
  left join (
    select
      practice_id,
      case section
        when 'attributed' then 1
        when 'attributed_by_dispute' then 2
        when 'assigned_elsewhere_attributed' then 3
        else 4
      end as section_order,
      provider_id,
      member_id,
      ${line} as line
    from publication.registry
  ) as registry
    on list_file.practice_id = registry.practice_id
  where not list_file.is_copied
  order by
    list_file.practice_id,
    registry.section_order,
    registry.provider_id,
    registry.member_id`
