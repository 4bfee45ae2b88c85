import { type Step, visits, words } from './step.ts'

/** Every step of an assignment, in the order in which the policy `caresource` applies them. */
export const assignmentSteps = {
  lock_in: {
    label: 'Locked in to one PMP',
    refusal: 'the lock-in cannot be kept',
    isRequested: true,
    refusalAlert: 'lock_not_honoured',
    held: {
      locked: ({ provider, limit }) =>
        `the member is locked in to ${provider}${limit && ` through ${limit}`}`,
    },
    failed: {
      lock_ended: ({ provider, found, limit }) =>
        `the lock-in to ${provider} ended on ${limit}, before the as-of date ${found}`,
    },
    absent: { no_lock: () => 'the member is not locked in to a provider' },
  },
  patient_assignment: {
    label: 'Patient-level assignment',
    refusal: 'the assignment cannot be honored',
    isRequested: true,
    refusalAlert: 'assignment_not_honoured',
    held: {
      assigned_to_member: ({ provider, found, limit }) =>
        `request ${found} assigns the member to ${provider}${limit && ` through ${limit}`}`,
    },
    failed: {},
    absent: { no_candidate: () => 'no approved request assigns this member' },
  },
  reassigned: {
    label: 'Moved together with others',
    refusal: 'the move cannot be kept',
    held: {
      moved: ({ provider, found, limit }) =>
        `move ${limit} moved the member from ${found || 'no PMP'} to ${provider}`,
      moved_back: ({ provider, found, limit }) =>
        `${limit} undid a move: the member went back from ${found} to ${provider}`,
    },
    failed: {
      not_moved: ({ found, limit }) =>
        `move ${limit} could not include the member: ${words(found)}`,
      ended_withdrawn: ({ provider, limit }) => `move ${limit} to ${provider} was withdrawn`,
      ended_superseded: ({ provider, found, limit }) =>
        `move ${limit} to ${provider} was superseded by ${found}`,
      ended_moved_again: ({ provider, found, limit }) =>
        `a later move, ${found}, replaced move ${limit} to ${provider}`,
      ended_record_changed: ({ provider, found, limit }) =>
        `after move ${limit} to ${provider}, the system of record changed to ${found}`,
      ended_self_selection: ({ provider, found, limit }) =>
        `after move ${limit} to ${provider}, the member chose a PMP on ${found}`,
      ended_facility_assignment: ({ provider, found, limit }) =>
        `after move ${limit} to ${provider}, ${found} became the provider of the member's facility`,
    },
    absent: { no_candidate: () => 'no bulk move includes the member' },
  },
  self_selection: {
    label: "Member's own choice",
    refusal: 'the choice cannot be honored',
    isRequested: true,
    refusalAlert: 'selection_not_honoured',
    held: {
      panel_open: ({ provider }) => `the member chose ${provider}, whose panel is open`,
      has_provider_already: ({ provider, found }) =>
        `the member chose ${provider} and is already assigned to them, so the panel status (${found}) does not matter`,
      established_patient: ({ provider, found }) =>
        `the member chose ${provider}, whose panel is open to established patients, and has ${visits(found)} there`,
      panel_addition: ({ provider, found }) =>
        `the member chose ${provider}, whose practice accepted them although the panel is ${found}`,
    },
    failed: {
      not_in_force: ({ provider, found, limit }) =>
        `the choice of ${provider} takes effect on ${found}, after the as-of date ${limit}`,
      selection_ended: ({ provider, found, limit }) =>
        `the choice of ${provider} ended on ${limit}, before the as-of date ${found}`,
      superseded_by_later_selection: ({ provider, found, limit }) =>
        `${provider} was chosen on ${found}; a later choice, of ${limit}, counts`,
      higher_provider_id: ({ provider, limit }) =>
        `${provider} was chosen on the same day as ${limit}, which has the lower id`,
      panel_closed: ({ provider, found }) =>
        `the member chose ${provider}, but the panel is ${found}`,
      panel_established_only: ({ provider, found }) =>
        `the member chose ${provider}, whose panel is open to established patients only, and has ${visits(found)} there`,
    },
    absent: { no_selection: () => 'the member has not chosen a PMP' },
  },
  facility: {
    label: 'Primary provider of the facility',
    refusal: "the facility's provider cannot be assigned",
    isRequested: true,
    held: {
      lives_at_facility: ({ provider, found, limit }) =>
        `${provider} is the primary provider of facility ${found}, by request ${limit}`,
    },
    failed: {},
    absent: { no_candidate: () => 'the member lives in no facility that has a primary provider' },
  },
  carried_forward: {
    label: 'Carried forward',
    refusal: 'cannot be carried forward',
    held: {
      pending_change: ({ provider, found }) =>
        `the last run proposed ${provider}, and the system of record still shows ${found || 'no PMP'}`,
      system_of_record: ({ provider, found }) =>
        `the system of record shows ${provider}${found && ` (basis ${found})`}`,
      baseline: ({ provider }) =>
        `the last run assigned ${provider}, and no system of record was delivered`,
    },
    failed: {
      left_facility: ({ provider, found, limit }) =>
        `${provider} was assigned through ${limit ? `facility ${limit}` : 'a facility'}; the member now lives ${found ? `at ${found}` : 'in no facility'}`,
      pending_change_held: ({ provider, limit }) =>
        `the system of record shows ${provider}, but a change to ${limit} is pending`,
    },
    absent: { no_prior_assignment: () => 'the member had no PMP to carry forward' },
  },
  geographic: {
    label: 'Assigned by distance',
    held: {
      optimal_distance: ({ provider, distance }) =>
        `${provider} is ${distance} away; of all ways to place these members together, this leaves the fewest unassigned, then costs the fewest miles`,
    },
    failed: {
      no_eligible_pmp_in_reach: () =>
        'no PMP who may be assigned by distance and serves the member covers the place within the distance limit',
      no_room_in_reach: () => 'every PMP within reach is full',
      not_locatable: () => 'the member has no coordinates and no recognized ZIP code or county',
    },
    absent: { no_candidate: () => 'the step did not consider the member' },
  },
} as const satisfies Readonly<Record<string, Step>>
