import { type Step, visits } from './step.ts'

/** Every step of an attribution, in the order in which the policy `caresource` applies them. */
export const attributionSteps = {
  claims: {
    label: 'Attributed as PMP via Claims',
    held: {
      most_visits: ({ provider, found }) => `${provider} has ${visits(found)}; no PMP has more`,
    },
    failed: {
      fewer_visits: ({ provider, found, limit }) =>
        `${provider} has ${visits(found)}; the first has ${limit}`,
      earlier_last_visit: ({ provider, found, limit }) =>
        `${provider} has as many visits, the latest on ${found}; the first's was on ${limit}`,
      lower_allowed_amount: ({ provider, found, limit }) =>
        `${provider} has as many visits and the same latest visit, but $${found} allowed; the first has $${limit}`,
      higher_provider_id: ({ provider, limit }) =>
        `${provider} ties in visits, latest visit and allowed amount; ${limit} has the lower id`,
    },
    absent: {
      no_qualifying_visits: () => 'no qualifying visit to an eligible PMP in the window',
    },
  },
  self_selection: {
    label: 'Attributed as PMP via Self-Selection',
    held: {
      selection_honoured: ({ provider, found }) =>
        `the member chose ${provider}, effective ${found}`,
      selection_carried: ({ provider, found }) =>
        `${provider} is carried forward from the member's own choice, effective ${found}`,
    },
    failed: {},
    absent: {
      no_honoured_selection: () => "the assignment does not come from the member's own choice",
    },
  },
  assignment: {
    label: 'Attributed as PMP',
    held: {
      assigned: ({ provider, found }) => `${provider} is the assigned PMP, by ${found}`,
    },
    failed: {},
    absent: { unassigned: () => 'the member is not assigned to a PMP' },
  },
} as const satisfies Readonly<Record<string, Step>>
