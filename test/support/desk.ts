import { put } from './night.ts'
import { decideOn, requestOne } from './commands.ts'

/** Where requests are made: a lake, and a pipeline in which Max is a manager and Root an administrator. */
export interface Desk {
  readonly lake: string
  readonly pipeline: string
}

export const openDesk = async (
  folder: string,
  feeds = 'enrollment providers facilities self_selections current_assignments',
): Promise<Desk> => {
  const lines = feeds.split(' ').map((feed) => `  ${feed}:\n`)
  await put(
    folder,
    'mine.yaml',
    `name: mine\npolicy: caresource\nfeeds:\n${lines.join('')}roles:\n  manager: [Max]\n  administrator: [Root]\n`,
  )
  await put(folder, 'lake/inbox/.keep', '')
  return { lake: `${folder}/lake`, pipeline: `${folder}/mine.yaml` }
}

/** Ada makes a request on that day, by the command. */
export const ask = async (
  desk: Desk,
  day: string,
  kind: string,
  request_id: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> => {
  await requestOne(
    { kind, request_id, requested_by: 'Ada', ...fields },
    { ...desk, yes: true },
    clockOf(day),
  )
}

/** Max, or another person, approves on that day, by the command. */
export const approve = async (
  desk: Desk,
  day: string,
  ids: readonly string[],
  by = 'Max',
): Promise<void> => {
  await decideOn('approve', ids, { ...desk, by, reason: 'reviewed' }, clockOf(day))
}

const clockOf = (day: string) => ({ now: () => new Date(`${day}T16:00:00Z`) })
