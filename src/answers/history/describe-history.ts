import { OPEN_END, addDays } from '../../base/days.ts'
import type { BookItem } from '../../requests/book.ts'
import { requestHistory } from '../../requests/describe-request.ts'
import type { AssignmentRow, Times } from './assignments.ts'
import type { Subject } from '../../requests/subjects.ts'

export interface History {
  readonly rows: readonly AssignmentRow[]
  readonly items: readonly BookItem[]
}

/** Describes the history of a subject in plain lines, by effective and recorded date. */
export const describeHistory = (
  subject: Subject,
  times: Times,
  { rows, items }: History,
): string[] => [
  headline(subject, times),
  ...(subject.type === 'member' ? member(rows, times) : []),
  ...(subject.type === 'provider' ? provider(rows, times) : []),
  ...(subject.type === 'facility' ? facility(subject.id, items) : []),
  '',
  items.length === 0 ? 'No requests.' : 'Requests:',
  ...items.flatMap((item) => requestHistory(item).map((line) => `  ${line}`)),
]

const headline = ({ type, id }: Subject, { asOf, knownAt }: Times): string =>
  `${TITLE[type]} ${id}${asOf === undefined ? '' : `, effective on ${asOf}`}${knownAt === undefined ? '' : `, as recorded by ${knownAt}`}.`

const TITLE = { member: 'Member', facility: 'Facility', provider: 'Provider' } as const

/** The current assignments, or those current on the recorded date; corrected ones apart. */
const member = (rows: readonly AssignmentRow[], { knownAt }: Times): string[] => {
  const current = rows.filter((row) => isCurrent(row, knownAt))
  const corrected = rows.filter((row) => !current.includes(row))
  return [
    '',
    current.length === 0 ? 'No PMP.' : 'PMP:',
    ...current.map(
      (row) => `  ${days(row)}  ${nameOf(row)}  ${why(row)}; recorded on ${row.known_from}`,
    ),
    ...(corrected.length > 0 ? ['Corrected later:'] : []),
    ...corrected.map(
      (row) =>
        `  ${days(row)}  ${nameOf(row)}  ${why(row)}; on record from ${row.known_from} to ${row.known_to}`,
    ),
  ]
}

/** Whether a row was never corrected; all rows are current that a recorded date selected. */
const isCurrent = (row: AssignmentRow, knownAt: string | undefined): boolean =>
  knownAt !== undefined || row.known_to === OPEN_END

const days = (row: AssignmentRow): string =>
  `${row.held_from} to ${row.held_to === OPEN_END ? 'open' : row.held_to}`

const nameOf = ({ provider_id: id, provider_name: name }: AssignmentRow): string =>
  name === null ? id : `${id} (${name})`

const why = ({ basis, reason, request_id: request, ended_reason: ended }: AssignmentRow): string =>
  `by ${basis}${reason === null ? '' : `, ${words(reason)}`}${request === null ? '' : `, request ${request}`}${ended === null ? '' : `; ended: ${words(ended)}`}`

const words = (code: string): string => code.replaceAll('_', ' ')

/** How many members joined a panel and left it, day by day. */
const provider = (rows: readonly AssignmentRow[], { asOf, knownAt }: Times): string[] => {
  const current = rows.filter((row) => isCurrent(row, knownAt))
  if (asOf !== undefined) {
    return ['', `${count(current)} on the panel.`]
  }
  const starts = new Set(current.map((row) => memberDay(row, row.held_from)))
  const endings = current.filter((row) => row.held_to !== OPEN_END)
  // A member whose assignment only continues under another row neither left nor joined.
  const continued = new Set(endings.map((row) => memberDay(row, addDays(row.held_to, 1))))
  const moves = [
    ...current
      .filter((row) => !continued.has(memberDay(row, row.held_from)))
      .map((row) => ({ day: row.held_from, what: 'joined', why: row.basis })),
    ...endings
      .map((row) => ({ row, day: addDays(row.held_to, 1) }))
      .filter(({ row, day }) => !starts.has(memberDay(row, day)))
      .map(({ row, day }) => ({ day, what: 'left', why: row.ended_reason ?? '' })),
  ]
  const byDay = Map.groupBy(moves, ({ day, what, why: reason }) => `${day} ${what} ${reason}`)
  const corrected = rows.length - current.length
  return [
    '',
    current.length === 0 ? 'No members on the panel.' : 'Panel:',
    ...[...byDay.values()]
      .toSorted((a, b) => (line(a) < line(b) ? -1 : 1))
      .map((same) => `  ${line(same)}`),
    ...(corrected > 0
      ? [`${corrected} rows were corrected later; --known-at or --json shows them.`]
      : []),
  ]
}

const memberDay = ({ member_id: id }: AssignmentRow, day: string): string => `${day} ${id}`

const line = (same: readonly { day: string; what: string; why: string }[]): string => {
  const [first] = same
  return `${first?.day}  ${(first?.what ?? '').padEnd(6)} ${String(same.length).padStart(5)}  ${words(first?.why ?? '')}`
}

const count = (rows: readonly AssignmentRow[]): string =>
  `${rows.length} ${rows.length === 1 ? 'member' : 'members'}`

/** The providers of a facility, from its requests. */
const facility = (id: string, items: readonly BookItem[]): string[] => {
  const terms = items.flatMap(({ request, held }) =>
    request.kind === 'assign_facility' && request.facility_id === id
      ? held
          .filter(({ from, to }) => to >= from)
          .map(({ from, to }) => ({ request, from, to: to === OPEN_END ? 'open' : to }))
      : [],
  )
  const lines = terms
    .map(
      ({ request, from, to }) =>
        `  ${from} to ${to}  ${request.provider_id} as ${request.specialty ?? request.role}, request ${request.request_id}`,
    )
    .toSorted()
  return ['', lines.length === 0 ? 'No provider by request.' : 'Providers:', ...lines]
}
