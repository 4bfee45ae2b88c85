import { gender } from './problem.ts'

/** What decides which members a panel takes, apart from where they live; codes are those of the problem. */
export interface PanelTraits {
  readonly lines: ReadonlySet<number>
  readonly licences: ReadonlySet<number>
  /** Inclusive. */
  readonly minAge: number
  readonly maxAge: number
  readonly gender: number
}

/** What decides which panels take a member. */
export interface MemberTraits {
  readonly line: number
  readonly state: number
  readonly age: number
  readonly gender: number
}

type Takes<P extends keyof PanelTraits, M extends keyof MemberTraits> = (
  panel: Pick<PanelTraits, P>,
  member: Pick<MemberTraits, M>,
) => boolean

export const takesLine: Takes<'lines', 'line'> = (panel, member) => panel.lines.has(member.line)

export const isLicensed: Takes<'licences', 'state'> = (panel, member) =>
  panel.licences.has(member.state)

export const takesAge: Takes<'minAge' | 'maxAge', 'age'> = (panel, { age }) =>
  panel.minAge <= age && age <= panel.maxAge

export const takesGender: Takes<'gender', 'gender'> = (panel, member) =>
  panel.gender === gender.any || member.gender === gender.any || panel.gender === member.gender

/** Returns whether the panel has not dismissed the member. */
export const isNotRefused = <Panel>(panel: Panel, refusedBy: readonly Panel[]): boolean =>
  !refusedBy.includes(panel)

/** Returns whether an eligible PMP serves members of this age and gender. */
export const servesMember: Takes<'minAge' | 'maxAge' | 'gender', 'age' | 'gender'> = (
  panel,
  member,
) => takesAge(panel, member) && takesGender(panel, member)
