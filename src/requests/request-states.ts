/** The states that a request can have on a day. */
export const states = [
  'pending',
  'approved',
  'scheduled',
  'in_force',
  'ended',
  'rejected',
  'withdrawn',
  'superseded',
] as const
export type State = (typeof states)[number]
