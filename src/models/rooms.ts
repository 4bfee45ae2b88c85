/** All schemas, left to right: a relation reads its own room and those before it. */
export const rooms = [
  'raw',
  'run',
  'book',
  'baseline',
  'staging',
  'evidence',
  'assignment',
  'attribution',
  'reconciliation',
  'publication',
] as const

export type Room = (typeof rooms)[number]

/** What the relations of each room hold, for the reference. */
export const roomMeaning: Readonly<Record<Room, string>> = {
  raw: "The accepted rows of tonight's files: one relation per feed, and one for each column that holds a list.",
  run: 'The policy and the calendar as rows, which models join in place of settings.',
  book: 'The requests and decisions that are in effect on the as-of date.',
  baseline: 'The public relations of the run that the night is compared with.',
  staging: 'Members, coverage, panels and facilities, in the form that every later room reads.',
  evidence: 'The claim lines that count, and the visits that they show.',
  assignment: 'The PMP assigned to each member, every candidate considered, and the reasons.',
  attribution: 'The PMP accountable for each member, every candidate considered, and the reasons.',
  reconciliation:
    'Differences from the system of record and from the baseline, control totals, and guard rails.',
  publication: 'What consumers read: practice lists, gaps, alerts, notices, capacity, and reports.',
}

export const isRoom = (name: string): name is Room => (rooms as readonly string[]).includes(name)

/** Whether a relation of `room` may read one of `other`. */
export const mayRead = (room: Room, other: Room): boolean =>
  rooms.indexOf(other) <= rooms.indexOf(room)
