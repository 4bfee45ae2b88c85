/**
 * Opens a query with `member` and `panel`: the members and panels of the geographic step and their
 * positions in the order of ids, in which both are read.
 */
export const withPlaces = `
  with member as (
    select member_id, row_number() over (order by member_id) - 1 as place
    from assignment.geographic_member
  ),
  panel as (
    select provider_id, row_number() over (order by provider_id) - 1 as place
    from assignment.geographic_panel
  )`
