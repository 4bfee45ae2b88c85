import { OPEN_END, addDays } from '../../base/days.ts'
import type { BookItem } from '../../requests/book.ts'
import { requestHistory } from '../../requests/describe-request.ts'
import type { AssignmentRow, Times } from './assignments.ts'
import type { Subject } from './requests-about.ts'

export interface History {
  readonly rows: readonly AssignmentRow[]
  readonly items: readonly BookItem[]
}

/** The history of a subject in plain lines. */
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
  `${type === 'member' ? 'Member' : type === 'facility' ? 'Facility' : 'Provider'} ${id}${asOf === undefined ? '' : `, on ${asOf}`}${knownAt === undefined ? '' : `, as known on ${knownAt}`}.`

/** What stands, or what stood on the day that was asked for; corrected rows apart. */
const member = (rows: readonly AssignmentRow[], { knownAt }: Times): string[] => {
  const stands = rows.filter((row) => knownAt !== undefined || row.known_to === OPEN_END)
  const corrected = rows.filter((row) => !stands.includes(row))
  return [
    '',
    stands.length === 0 ? 'No PMP.' : 'PMP:',
    ...stands.map(
      (row) => `  ${days(row)}  ${named(row)}  ${why(row)}; known since ${row.known_from}`,
    ),
    ...(corrected.length > 0 ? ['Corrected since:'] : []),
    ...corrected.map(
      (row) =>
        `  ${days(row)}  ${named(row)}  ${why(row)}; known from ${row.known_from} to ${row.known_to}`,
    ),
  ]
}

const days = (row: AssignmentRow): string =>
  `${row.held_from} to ${row.held_to === OPEN_END ? 'open' : row.held_to}`

const named = ({ provider_id: id, provider_name: name }: AssignmentRow): string =>
  name === null ? id : `${id} (${name})`

const why = ({ basis, reason, request_id: request, ended_reason: ended }: AssignmentRow): string =>
  `by ${basis}${reason === null ? '' : `, ${words(reason)}`}${request === null ? '' : `, request ${request}`}${ended === null ? '' : `; ended: ${words(ended)}`}`

const words = (code: string): string => code.replaceAll('_', ' ')

/** How many came to a panel and left it, day by day. */
const provider = (rows: readonly AssignmentRow[], { asOf, knownAt }: Times): string[] => {
  const stands = rows.filter((row) => knownAt !== undefined || row.known_to === OPEN_END)
  if (asOf !== undefined) {
    return ['', `${count(stands)} on the panel.`]
  }
  const arrivals = new Set(stands.map((row) => stay(row, row.held_from)))
  const goings = stands.filter((row) => row.held_to !== OPEN_END)
  // Who stays and is only said again from another day on, neither left nor came.
  const stayed = new Set(goings.map((row) => stay(row, addDays(row.held_to, 1))))
  const moves = [
    ...stands
      .filter((row) => !stayed.has(stay(row, row.held_from)))
      .map((row) => ({ day: row.held_from, what: 'came', why: row.basis })),
    ...goings
      .map((row) => ({ row, day: addDays(row.held_to, 1) }))
      .filter(({ row, day }) => !arrivals.has(stay(row, day)))
      .map(({ row, day }) => ({ day, what: 'left', why: row.ended_reason ?? '' })),
  ]
  const byDay = Map.groupBy(moves, ({ day, what, why: reason }) => `${day} ${what} ${reason}`)
  const corrected = rows.length - stands.length
  return [
    '',
    stands.length === 0 ? 'Nobody was on the panel.' : 'Panel:',
    ...[...byDay.values()]
      .toSorted((a, b) => (line(a) < line(b) ? -1 : 1))
      .map((same) => `  ${line(same)}`),
    ...(corrected > 0
      ? [`${corrected} rows were corrected since: --known-at or --json shows them.`]
      : []),
  ]
}

const stay = ({ member_id: id }: AssignmentRow, day: string): string => `${day} ${id}`

const line = (same: readonly { day: string; what: string; why: string }[]): string => {
  const [first] = same
  return `${first?.day}  ${first?.what} ${String(same.length).padStart(5)}  ${words(first?.why ?? '')}`
}

const count = (rows: readonly AssignmentRow[]): string =>
  `${rows.length} ${rows.length === 1 ? 'member' : 'members'}`

/** Who took a facility, as the requests for it stood. */
const facility = (id: string, items: readonly BookItem[]): string[] => {
  const takes = items.flatMap(({ request, held }) =>
    request.kind === 'assign_facility' && request.facility_id === id
      ? held
          .filter(({ from, to }) => to >= from)
          .map(({ from, to }) => ({ request, from, to: to === OPEN_END ? 'open' : to }))
      : [],
  )
  const told = takes
    .map(
      ({ request, from, to }) =>
        `  ${from} to ${to}  ${request.provider_id} as ${request.specialty ?? request.role}, request ${request.request_id}`,
    )
    .toSorted()
  return ['', told.length === 0 ? 'No provider by request.' : 'Providers:', ...told]
}
