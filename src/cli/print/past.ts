import { describeHistory } from '../../answers/history/describe-history.ts'
import type { ClosedMonth } from '../commands/close.ts'
import type { SubjectHistory } from '../commands/history.ts'
import type { WrittenPopulation } from '../commands/quality-population.ts'
import type { Output } from './output.ts'

export const historyOutput: Output<SubjectHistory> = {
  text: ({ subject, times, run, rows, items }) => [
    ...describeHistory(subject, times, { rows, items }),
    '',
    run
      ? `Assignments from run ${run.run_id} (${run.status}), as of ${run.as_of}.`
      : 'No run yet: only requests are listed.',
  ],
  json: ({ subject, times, run, rows, items }) => ({
    subject_type: subject.type,
    subject_id: subject.id,
    as_of: times.asOf ?? null,
    known_at: times.knownAt ?? null,
    run_id: run?.run_id ?? null,
    assignments: rows,
    requests: items.map(({ request, ...rest }) => ({ ...request, ...rest })),
  }),
}

export const closeOutput: Output<ClosedMonth> = {
  text: ({ lake, close: { month, rows, ...close } }) => [
    `Closed ${month}: ${rows.original} member-months, counted on ${close.fixed_day}.`,
    `Adjustments to the ${close.retro_months} months before: ${rows.taken_back} reversed, ${rows.added} added.`,
    ...(rows.not_adjusted > 0
      ? [
          `In earlier months ${rows.not_adjusted} member-months have changed since they were closed; they are not adjusted.`,
        ]
      : []),
    `Source: run ${close.run_id}, as of ${close.as_of}; attribution of ${close.month_as_of}.`,
    `Files: ${lake}/closes/${month}/`,
  ],
  json: ({ close }) => close,
}

export const populationOutput: Output<WrittenPopulation> = {
  text: ({ lake, written: { year, rows, anchor, continuously_enrolled: enrolled } }) => [
    `Quality population of ${year}: ${rows} members attributed on ${anchor}, ${enrolled} of them continuously enrolled.`,
    `Files: ${lake}/closes/quality/${year}/`,
  ],
  json: ({ written }) => written,
}
