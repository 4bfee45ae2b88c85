import { type Engine, literal } from '../../engine/engine.ts'
import type { Request, RequestOf } from '../../requests/kinds.ts'
import { coverageGaps } from './coverage-gaps.ts'
import { type Trial, makeTrial } from './trial.ts'

/** A line or two on what a request for one member, facility or provider would do. */
export const smallEffect = async (
  trial: Trial,
  request: Request,
  engine: Engine,
): Promise<readonly string[]> => {
  switch (request.kind) {
    case 'assign_patient':
      return [
        ...(request.role === 'primary' ? await fromWhom(trial, request, engine) : []),
        ...(await whyNot(request, engine)),
      ]
    case 'assign_facility':
      return [await residents(trial, request, engine), ...(await whyNot(request, engine))]
    case 'set_coverage':
      return [
        await covered(trial, request, engine),
        ...(await whyNot(request, engine)),
        ...(await coverageGaps(engine, trial.book, request)),
      ]
    case 'dismiss_member':
      return fromWhom(trial, request, engine)
    default:
      return []
  }
}

const known = ['staging.member', 'assignment.request_start', 'assignment.validation'] as const

const assignedFile = 'baseline.assigned_provider'

const fromWhom = async (
  trial: Trial,
  {
    member_id: member,
    provider_id: provider,
    kind,
  }: RequestOf<'assign_patient' | 'dismiss_member'>,
  engine: Engine,
): Promise<string[]> => {
  await makeTrial(trial, [...known, assignedFile])
  const found = await engine.first<{ provider_id: string | null; basis: string }>(
    `select provider_id, basis from baseline.assigned_provider where member_id = ${literal(member)}`,
  )
  const night = `On the night of ${trial.run.as_of}`
  if (!found) return [`${night} nobody of this id is an eligible member.`]
  const has = found.provider_id ?? 'nobody'
  if (kind === 'dismiss_member') {
    return [`${night} the member has ${has}${has === provider ? ', and would get another' : ''}.`]
  }
  return has === provider
    ? [`${night} the member has ${has} already, by ${found.basis}.`]
    : [`It would take the member from ${has} (by ${found.basis}) to ${provider}.`]
}

const residents = async (
  trial: Trial,
  { facility_id: facility, provider_id: provider, role }: RequestOf<'assign_facility'>,
  engine: Engine,
): Promise<string> => {
  await makeTrial(trial, [...known, assignedFile])
  const found = await engine.first<{ members: number; others: number }>(
    `select count(*) as members,
      count(case when assigned.provider_id is distinct from ${literal(provider)} then 1 end) as others
    from staging.member as member
    left join baseline.assigned_provider as assigned on member.member_id = assigned.member_id
    where member.eligible and member.facility_id = ${literal(facility)}`,
  )
  const { members = 0, others = 0 } = found ?? {}
  const change = role === 'primary' ? `, ${others} of them with another PMP now` : ''
  return `On the night of ${trial.run.as_of} ${members} eligible members live there${change}.`
}

const covered = async (
  trial: Trial,
  request: RequestOf<'set_coverage'>,
  engine: Engine,
): Promise<string> => {
  await makeTrial(trial, [...known, assignedFile])
  const scope = request.facility_ids
    ? `and member.facility_id in (${request.facility_ids.map(literal).join(', ')})`
    : request.member_ids
      ? `and member.member_id in (${request.member_ids.map(literal).join(', ')})`
      : ''
  const found = await engine.first<{ members: number }>(
    `select count(*) as members
    from baseline.assigned_provider as assigned
    inner join staging.member as member on assigned.member_id = member.member_id
    where assigned.provider_id = ${literal(request.absent_provider_id)} ${scope}`,
  )
  return `On the night of ${trial.run.as_of} it would be about ${found?.members ?? 0} members.`
}

/** The validations that fail without an exception, and so would keep the request from starting. */
const whyNot = async ({ request_id: id }: Request, engine: Engine): Promise<string[]> => {
  const failed = await engine.all<Failed>(
    `select provider_id, validation, reason, found, limit_value
    from assignment.validation
    where request_id = ${literal(id)} and not passes and not is_excepted
    order by part_type, part_id, provider_id, validation_rank`,
  )
  return failed.map(
    ({ provider_id: provider, validation, reason, found, limit_value: limit }) =>
      `It would not start with ${provider}: ${validation} fails, ${reason.replaceAll('_', ' ')}${
        found === null ? '' : ` (${[found, limit].filter((one) => one !== null).join(' against ')})`
      }.`,
  )
}

interface Failed {
  readonly provider_id: string
  readonly validation: string
  readonly reason: string
  readonly found: string | null
  readonly limit_value: string | null
}
