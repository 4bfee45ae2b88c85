import { ConfigError } from '../base/errors.ts'
import { type Role, isSamePerson } from './entry.ts'

/** Who is what, from `roles` of the pipeline file. */
export interface Roles {
  /** Who may request, besides those below; undefined = anybody. */
  readonly requester?: readonly string[] | undefined
  readonly manager: readonly string[]
  readonly administrator: readonly string[]
}

/** The highest role of a person; undefined = none. */
export const roleOf = (roles: Roles, person: string): Role | undefined => {
  const isIn = (people: readonly string[]): boolean =>
    people.some((one) => isSamePerson(one, person))
  if (isIn(roles.administrator)) return 'administrator'
  if (isIn(roles.manager)) return 'manager'
  return roles.requester === undefined || isIn(roles.requester) ? 'requester' : undefined
}

/** The role as which a person decides on other people's requests. Nobody who is not listed may. */
export const decidingRole = (roles: Roles, person: string): Role => {
  const role = roleOf(roles, person)
  if (role === 'manager' || role === 'administrator') return role
  const nobody = roles.manager.length + roles.administrator.length === 0
  throw new ConfigError(
    `Expected a manager or an administrator, found ${person}, who is neither in this pipeline file.`,
    nobody
      ? 'It lists nobody. Add `roles: { manager: [names], administrator: [names] }` to a pipeline file and name it with --pipeline.'
      : 'Ask one of those under `roles` in the pipeline file.',
  )
}
