import type { Night } from '../night.ts'

/** Builds assignment.licence_list; the shared SQL subset has no function that concatenates rows. */
export const makeLicenseList = ({ engine }: Pick<Night, 'engine'>): Promise<void> =>
  engine.run(`
    create table assignment.licence_list as
    select provider_id, string_agg(state, '|' order by state) as states
    from staging.panel_licence
    group by provider_id`)
