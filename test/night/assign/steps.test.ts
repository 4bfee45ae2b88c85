import { afterEach, beforeEach, expect, test } from 'vitest'
import { baselineRelations } from '../../../src/models/baseline.ts'
import { buildRoom, type BuildContext } from '../../../src/models/build.ts'
import { findRelations, relationNamed } from '../../../src/models/find.ts'
import { rawRelations } from '../../../src/night/ingest/reading/raw-relations.ts'
import { stepRows } from '../../../src/night/policy/step-rows.ts'
import { reasonRows } from '../../../src/rules/vocabulary.ts'
import { openBuildContext } from '../../models/build-context.ts'
import { createEmptyTable, createTableOf } from '../../../src/models/table.ts'

const found = findRelations()
const relations = [...rawRelations(), ...baselineRelations(found), ...found]
const assignmentSteps =
  'lock_in patient_assignment self_selection facility carried_forward geographic'
const attributionSteps = 'claims self_selection assignment'

let night: BuildContext

beforeEach(async () => {
  night = await openBuildContext()
  for (const { room } of relations) await night.engine.run(`drop schema if exists ${room} cascade`)
  for (const relation of relations) {
    if (!['assignment', 'attribution'].includes(relation.room)) {
      await createEmptyTable(night.engine, relation)
    }
  }
  await policy(assignmentSteps, attributionSteps)
  await refill(
    'run.reason',
    reasonRows().map((row) => ({ ...row })),
  )
  await night.engine.run(`
    insert into run.parameter by name select date '2026-06-30' as as_of,
      date '2026-06-30' as change_effective_date, false as has_system_of_record,
      60 as max_distance_miles, 'en' as usual_language;
    insert into run.feed by name select 'facilities' as feed, false as delivered;
    insert into staging.panel by name
      select provider_id, true as on_roster, true as is_pmp, true as may_be_given,
        status as panel_status, capacity as panel_capacity, 39 as latitude, -86 as longitude
      from (values ('P1', 'open', 1), ('P2', 'open', null), ('P3', 'closed', null))
        as panel (provider_id, status, capacity);
    insert into staging.eligible_pmp select provider_id, 'medicaid' from staging.panel;
    insert into staging.member by name
      select member_id, member_id <> 'M9' as eligible, 'medicaid' as line_of_business, 40 as age,
        date '2020-01-01' as unbroken_since
      from (values ('M1'), ('M2'), ('M3'), ('M9')) as member (member_id)`)
})

afterEach(() => night.engine.close())

interface Steps {
  readonly steps: { readonly step: string; readonly label: string }[]
}

const refill = async (name: string, rows: Parameters<typeof createTableOf>[2]): Promise<void> => {
  await night.engine.run(`drop table ${name}`)
  await createTableOf(night.engine, relationNamed(name), rows)
}

const policy = async (...questions: [string, string]): Promise<void> => {
  const [assignment, attribution] = questions.map((steps) => ({
    steps: steps.split(' ').map((step) => ({ step, label: `by ${step}` })),
  })) as [Steps, Steps]
  await refill('run.policy_step', stepRows({ assignment, attribution }))
}

/** Builds both rooms; the geographic step assigns the provider named here to every member, or none. */
const decide = async (byDistance?: string): Promise<void> => {
  const { engine } = night
  await engine.run('drop schema if exists attribution cascade')
  await engine.run('drop schema if exists assignment cascade')
  const given = byDistance === undefined ? 'null' : `'${byDistance}'`
  const rows: Record<string, string> = {
    pair_distance: 'select *, cast(1 as double) as distance_miles from assignment.pair',
    geographic: `select member_id, cast(${given} as varchar) as provider_id,
      cast(${byDistance ? 2 : 'null'} as double) as distance_miles,
      cast(${byDistance ? 'null' : "'no_room_in_reach'"} as varchar) as reason,
      cast(null as double) as cost_miles,
      cast(null as varchar) as nearest_provider_id,
      cast(null as double) as nearest_distance_miles
      from assignment.geographic_member`,
  }
  const makers = relations
    .filter(({ room, sql }) => room === 'assignment' && sql === undefined)
    .map((relation) => {
      const query = rows[relation.model]
      const make = query
        ? () => engine.run(`create table ${relation.name} as ${query}`)
        : () => createEmptyTable(engine, relation)
      return [relation.name, make]
    })
  await buildRoom(night, 'assignment', { builders: Object.fromEntries(makers) })
  await buildRoom(night, 'attribution')
}

/** Turns tonight's decisions into the next night's baseline. */
const nextNight = (): Promise<void> =>
  night.engine.run(`
    delete from staging.prior;
    insert into staging.prior by name
      select assigned.member_id, assigned.provider_id, basis, effective_date, carried_basis,
        facility_id, attributed.provider_id as attributed_provider_id,
        attribution_type
      from assignment.assigned_provider as assigned
      inner join attribution.attributed_provider as attributed
        on assigned.member_id = attributed.member_id`)

const decisions = (): Promise<unknown[]> =>
  night.engine.all(`
    select assigned.member_id, basis, assigned.provider_id as assigned, attribution_type,
      attributed.provider_id as attributed, cast(effective_date as varchar) as since
    from assignment.assigned_provider as assigned
    inner join attribution.attributed_provider as attributed
      on assigned.member_id = attributed.member_id
    order by 1`)

test('a member who chose stays attributed by that choice on the third night, and keeps its date', async () => {
  const { engine } = night
  await engine.run(`insert into staging.selection by name
    select 'M1' as member_id, 'P2' as provider_id, date '2026-06-01' as selected_on`)
  await decide('P2')
  await nextNight()
  await engine.run('delete from staging.selection')
  const chosen = {
    member_id: 'M1',
    basis: 'carried_forward',
    assigned: 'P2',
    attribution_type: 'self_selection',
    attributed: 'P2',
    since: '2026-06-01',
  }
  await decide('P2')
  expect(await decisions()).toContainEqual(chosen)
  await nextNight()
  await decide('P2')
  expect(await decisions()).toContainEqual(chosen)
})

test('every eligible member is decided once, or left unassigned with the reason', async () => {
  await decide()
  expect(await decisions()).toEqual(
    ['M1', 'M2', 'M3'].map((id) => ({
      member_id: id,
      basis: 'unassigned',
      assigned: null,
      attribution_type: null,
      attributed: null,
      since: null,
    })),
  )
  const reasons = await night.engine.all(
    "select step, reason from assignment.candidate where member_id = 'M1' order by step_rank",
  )
  expect(reasons).toEqual([
    { step: 'lock_in', reason: 'no_lock' },
    { step: 'patient_assignment', reason: 'no_candidate' },
    { step: 'self_selection', reason: 'no_selection' },
    { step: 'facility', reason: 'no_candidate' },
    { step: 'carried_forward', reason: 'no_prior_assignment' },
    { step: 'geographic', reason: 'no_room_in_reach' },
  ])
})

test('the order of the steps is data: a policy that puts the assignment first is followed', async () => {
  await policy('carried_forward self_selection geographic', 'assignment claims')
  await night.engine.run(`
    insert into staging.prior by name select 'M1' as member_id, 'P1' as provider_id, 'geographic' as basis;
    insert into staging.selection by name
      select 'M1' as member_id, 'P2' as provider_id, date '2026-06-01' as selected_on;
    insert into evidence.visit_summary by name
      select 'M1' as member_id, 'P2' as provider_id, 3 as visits, 30 as allowed_amount,
        date '2026-01-01' as last_visit_date`)
  await decide('P2')
  expect((await decisions())[0]).toMatchObject({
    member_id: 'M1',
    basis: 'carried_forward',
    assigned: 'P1',
    attribution_type: 'assignment',
    attributed: 'P1',
  })
})

test('an assignment by distance beyond the room left stops the night', async () => {
  await expect(decide('P1')).rejects.toThrow(/room_is_never_exceeded/)
})

test('choices beyond the room left are honored and recorded', async () => {
  await night.engine.run(`insert into staging.selection by name
    select member_id, 'P1' as provider_id, date '2026-06-01' as selected_on
    from staging.member where eligible`)
  await decide()
  expect(
    await night.engine.all('select * from assignment.capacity where panel_capacity = 1'),
  ).toEqual([expect.objectContaining({ members: 3, room_left: -2, is_at_capacity: true })])
  expect(
    await night.engine.all('select reason, found, limit_value, honoured from assignment.exception'),
  ).toEqual(
    Array.from({ length: 3 }, () => ({
      reason: 'at_capacity',
      found: '3',
      limit_value: '1',
      honoured: true,
    })),
  )
})
