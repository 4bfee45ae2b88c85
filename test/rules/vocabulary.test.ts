import { describe, expect, test } from 'vitest'
import { findRelations } from '../../src/models/find.ts'
import type { Facts } from '../../src/rules/step.ts'
import { questions, reasonRows, sentenceOf, stepNames } from '../../src/rules/vocabulary.ts'

const facts: Facts = { provider: 'P1', found: '31.2', limit: '30', distance: '31.2 miles' }

/** Reason codes that lists, reports and other people's scripts name: none may be lost. */
const published = {
  assignment: {
    lock_in: 'locked | lock_ended | no_lock',
    patient_assignment: 'assigned_to_member | | no_candidate',
    reassigned:
      'moved moved_back | not_moved ended_withdrawn ended_superseded ended_moved_again ended_record_changed ended_self_selection ended_facility_assignment | no_candidate',
    self_selection:
      'panel_open has_provider_already established_patient panel_addition | not_in_force selection_ended superseded_by_later_selection higher_provider_id panel_closed panel_established_only | no_selection',
    facility: 'lives_at_facility | | no_candidate',
    carried_forward:
      'pending_change system_of_record baseline | left_facility pending_change_held | no_prior_assignment',
    geographic:
      'optimal_distance | no_eligible_pmp_in_reach no_room_in_reach not_locatable | no_candidate',
    any: '| not_on_roster not_active not_a_pmp line_of_business licence_lost dismissed licensing credentials availability geography insurance assignment_ended age gender earlier_step_held |',
  },
  attribution: {
    claims:
      'most_visits | fewer_visits earlier_last_visit lower_allowed_amount higher_provider_id | no_qualifying_visits',
    self_selection: 'selection_honoured selection_carried | | no_honoured_selection',
    assignment: 'assigned | | unassigned',
    any: '| earlier_step_held |',
  },
}

const publishedRows = questions.flatMap((question) =>
  Object.entries(published[question]).flatMap(([step, codes]) => {
    const [held = '', failed = '', absent = ''] = codes.split('|')
    return Object.entries({ held, failed, absent }).flatMap(([outcome, listed]) =>
      listed
        .split(' ')
        .filter(Boolean)
        .map((reason) => ({ question, step, reason, outcome })),
    )
  }),
)

test('no published reason is lost or changes its outcome', () => {
  const found = reasonRows()
  for (const row of publishedRows) expect(found).toContainEqual(expect.objectContaining(row))
})

test('every reason has a sentence that names the values which the models give', () => {
  for (const { question, step, reason, meaning } of reasonRows()) {
    expect(meaning).toMatch(/^\S.*[^.]$/)
    expect(sentenceOf(question, { step, reason, facts })).toMatch(/^\S.*[^.]\.$/)
  }
  expect(reasonRows().find(({ reason }) => reason === 'locked')?.meaning).toBe(
    'the member is locked in to {provider} through {limit}',
  )
})

test('a reason that is not in the vocabulary is an error', () => {
  expect(() =>
    sentenceOf('assignment', { step: 'geographic', reason: 'moonlight', facts }),
  ).toThrow('The assignment vocabulary has no reason geographic/moonlight.')
})

test('a step opens the reasons that it shares with what it could not do', () => {
  const about = { step: 'lock_in', facts }
  expect(sentenceOf('assignment', { ...about, reason: 'not_a_pmp' })).toBe(
    'the lock-in cannot be kept: P1 is not a PMP (specialty 31.2).',
  )
  expect(sentenceOf('assignment', { ...about, reason: 'earlier_step_held' })).toBe(
    'not reached: 31.2 decided.',
  )
})

describe.each(questions)('each step of the %s', (question) => {
  test.each(stepNames(question))('%s has one reason for no candidate', (step) => {
    const absent = reasonRows().filter(
      (row) => row.question === question && row.step === step && row.outcome === 'absent',
    )
    expect(absent).toHaveLength(1)
  })

  test.each(stepNames(question))('%s has its model', (step) => {
    expect(findRelations().map(({ name }) => name)).toContain(`${question}.${step}`)
  })
})
