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

export const isRoom = (name: string): name is Room => (rooms as readonly string[]).includes(name)

/** Whether a relation of `room` may read one of `other`. */
export const mayRead = (room: Room, other: Room): boolean =>
  rooms.indexOf(other) <= rooms.indexOf(room)
