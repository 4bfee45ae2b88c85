import { ConfigError } from '../base/errors.ts'
import { type Role, isSamePerson } from './entry.ts'

/** The people in each role, from `roles` of the pipeline file. */
export interface Roles {
  /** People who may request, besides those below; undefined = everyone. */
  readonly requester?: readonly string[] | undefined
  readonly manager: readonly string[]
  readonly administrator: readonly string[]
}

/** Returns the highest role of a person; undefined = none. */
export const roleOf = (roles: Roles, person: string): Role | undefined => {
  const isIn = (people: readonly string[]): boolean =>
    people.some((one) => isSamePerson(one, person))
  if (isIn(roles.administrator)) return 'administrator'
  if (isIn(roles.manager)) return 'manager'
  return roles.requester === undefined || isIn(roles.requester) ? 'requester' : undefined
}

/**
 * Returns the role in which a person decides on other people's requests.
 * @throws ConfigError where the pipeline file gives them no such role.
 */
export const decidingRole = (roles: Roles, person: string): Role => {
  const role = roleOf(roles, person)
  if (role === 'manager' || role === 'administrator') return role
  const isEmpty = roles.manager.length + roles.administrator.length === 0
  throw new ConfigError(
    `Expected a manager or an administrator, found ${person}, who is neither under \`roles\` in this pipeline file.`,
    isEmpty
      ? 'It lists no one. Add `roles: { manager: [names], administrator: [names] }` to a pipeline file and name it with --pipeline.'
      : 'Ask one of the people listed there.',
  )
}
