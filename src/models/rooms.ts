const nightly = [
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

const onDemand = ['closing', 'history', 'preview', 'rebalance'] as const

export type Room = (typeof nightly)[number] | (typeof onDemand)[number]

/** The rooms of a night, left to right: a relation reads its own room and those before it. */
export const rooms: readonly Room[] = nightly

/**
 * The rooms that a command builds when it needs them, from what nights and closes wrote. Each reads
 * every room of the night and its own; no other room reads it.
 */
export const roomsOnDemand: readonly Room[] = onDemand

const allRooms: readonly Room[] = [...rooms, ...roomsOnDemand]

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
  closing: 'The member-months of a close, and the quality population of a year.',
  history: 'The assignments of one member or provider, by effective and recorded date.',
  preview: 'What a request would do if it were approved.',
  rebalance: 'Panels with more members than seats, and the members who may move.',
}

export const isRoom = (name: string): name is Room => (allRooms as readonly string[]).includes(name)

/** Whether a relation of `room` may read one of `other`. */
export const mayRead = (room: Room, other: Room): boolean =>
  room === other || (rooms.indexOf(other) >= 0 && allRooms.indexOf(other) < allRooms.indexOf(room))
