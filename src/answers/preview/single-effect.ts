import { rowsOnDemand } from '../../models/build-on-demand.ts'
import type { Request, RequestOf } from '../../requests/kinds.ts'
import { coverageGaps } from './coverage-gaps.ts'
import { type Trial, buildPreview } from './trial.ts'

/** Describes in a line or two what a request for one member, facility or provider would do. */
export const singleEffect = async (trial: Trial, request: Request): Promise<readonly string[]> => {
  switch (request.kind) {
    case 'assign_patient': {
      if (request.role !== 'primary') {
        await buildPreview(trial, [FAILURES])
        return failures(trial)
      }
      await buildPreview(trial, [CURRENT, FAILURES])
      return [...(await assignment(trial, request)), ...(await failures(trial))]
    }
    case 'assign_facility':
      await buildPreview(trial, [RESIDENTS, FAILURES])
      return [await residents(trial, request), ...(await failures(trial))]
    case 'set_coverage':
      await buildPreview(trial, [COVERED, FAILURES])
      return [
        await covered(trial),
        ...(await failures(trial)),
        ...(await coverageGaps(trial.engine, trial.book, request)),
      ]
    case 'dismiss_member':
      await buildPreview(trial, [CURRENT])
      return dismissal(trial, request)
    default:
      return []
  }
}

const CURRENT = 'preview.current_pmp'
const RESIDENTS = 'preview.facility_total'
const COVERED = 'preview.coverage_total'
const FAILURES = 'preview.failed_validation'

interface CurrentPmp {
  readonly provider_id: string | null
  readonly basis: string
}

interface Residents {
  readonly members: number
  readonly others: number
}

interface FailedValidation {
  readonly provider_id: string
  readonly validation: string
  readonly reason: string
  readonly found: string | null
  readonly limit_value: string | null
}

const nightOf = ({ run }: Trial): string => `On the night of ${run.as_of}`

const unknownMember = (trial: Trial): string => `${nightOf(trial)} no eligible member has this id.`

const assignment = async (
  trial: Trial,
  { provider_id: provider }: RequestOf<'assign_patient'>,
): Promise<string[]> => {
  const [current] = await rowsOnDemand<CurrentPmp>(trial.engine, CURRENT)
  if (!current) return [unknownMember(trial)]
  const { provider_id: has, basis } = current
  return [
    has === provider
      ? `${nightOf(trial)} the member has ${has} already, by ${basis}.`
      : `It would move the member from ${has ?? 'no PMP'} (by ${basis}) to ${provider}.`,
  ]
}

const dismissal = async (
  trial: Trial,
  { provider_id: provider }: RequestOf<'dismiss_member'>,
): Promise<string[]> => {
  const [current] = await rowsOnDemand<CurrentPmp>(trial.engine, CURRENT)
  if (!current) return [unknownMember(trial)]
  const { provider_id: has } = current
  const change = has === provider ? ', and would get another' : ''
  return [`${nightOf(trial)} the member has ${has ?? 'no PMP'}${change}.`]
}

const residents = async (trial: Trial, { role }: RequestOf<'assign_facility'>): Promise<string> => {
  const [found] = await rowsOnDemand<Residents>(trial.engine, RESIDENTS)
  const { members = 0, others = 0 } = found ?? {}
  const change = role === 'primary' ? `, ${others} of them with another PMP now` : ''
  return `${nightOf(trial)} ${eligible(members)} there${change}.`
}

const eligible = (members: number): string =>
  members === 1 ? '1 eligible member lives' : `${members} eligible members live`

const covered = async (trial: Trial): Promise<string> => {
  const [found] = await rowsOnDemand<{ readonly members: number }>(trial.engine, COVERED)
  const members = found?.members ?? 0
  return `${nightOf(trial)} it would apply to ${members} member${members === 1 ? '' : 's'}.`
}

const failures = async (trial: Trial): Promise<string[]> => {
  const failed = await rowsOnDemand<FailedValidation>(trial.engine, FAILURES)
  return failed.map(
    ({ provider_id: provider, validation, reason, found, limit_value: limit }) =>
      `It would not start with ${provider}: ${validation} fails, ${reason.replaceAll('_', ' ')}${
        found === null ? '' : ` (${[found, limit].filter((one) => one !== null).join(' against ')})`
      }.`,
  )
}
