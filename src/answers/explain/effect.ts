import { describeFailure } from '../../rules/panel-tests.ts'
import type { BookItem } from '../../requests/book.ts'
import type { Request } from '../../requests/kinds.ts'
import { type Answer, count } from './answer.ts'
import { coverageEffect } from './coverage-effect.ts'
import type { HolderRow, MoveRow, RequestFacts, StartRow } from './request-facts.ts'

/** Describes the effect of a request in force on the night, by its kind. */
export const effectOf = (item: BookItem, asOf: string, facts: RequestFacts): Answer => {
  const { request } = item
  const stopped = facts.starts.find(({ state }) => state !== 'started')
  if (stopped) return { verdict: whyStopped(stopped), facts: [] }
  switch (request.kind) {
    case 'assign_facility':
    case 'assign_patient':
      return assignmentEffect(request, facts)
    case 'set_coverage':
      return coverageEffect(request, asOf, facts.segments)
    case 'bulk_reassign':
    case 'undo_reassign':
      return moveEffect(facts.moves)
    case 'exception':
      return exceptionEffect(item, facts)
    case 'dismiss_member':
      return {
        verdict: `In effect since ${item.from}: ${request.provider_id} is no longer assigned member ${request.member_id}.`,
        facts: holding(facts.holders),
      }
    case 'attribution_dispute':
      return { verdict: 'Accepted, and shown on the list.', facts: holding(facts.holders) }
    default:
      return { verdict: `In effect since ${item.from}.`, facts: holding(facts.holders) }
  }
}

const whyStopped = (row: StartRow): string => {
  const why = row.reason === null ? '' : describeFailure(row.reason, row.found, row.limit_value)
  if (row.state === 'ended') {
    const ending = row.ended_reason === 'exception_ended' ? 'the exception ended, and ' : ''
    return `No longer in effect: ended by the night of ${row.ended_on}: ${ending}${row.provider_id} ${why || `ended: ${row.ended_reason}.`}`
  }
  return `Not in effect: it did not start, because ${row.failed_validation} fails and no approved exception covers it: ${row.provider_id} ${why}`
}

const exceptionEffect = ({ to }: BookItem, { excused }: RequestFacts): Answer => {
  const failing = excused.filter(({ is_excepted: used }) => used)
  if (failing.length === 0) {
    return { verdict: 'In force, but no validation that it would allow fails tonight.', facts: [] }
  }
  const [first] = failing
  const what =
    failing.length === 1
      ? `${first?.validation} of ${first?.provider_id} to fail for ${first?.request_id}`
      : `${count(failing.length, 'validation')} to fail`
  return { verdict: `In effect${to === null ? '' : ` until ${to}`}: it allows ${what}.`, facts: [] }
}

type Assignment = Extract<Request, { kind: 'assign_facility' | 'assign_patient' }>

const assignmentEffect = (request: Assignment, { starts, holders }: RequestFacts): Answer => {
  const [start] = starts
  const of =
    'member_id' in request ? `member ${request.member_id}` : `facility ${request.facility_id}`
  if (!start) {
    return { verdict: `Not in effect: the night has no eligible ${of}.`, facts: holding(holders) }
  }
  const since = `since ${start.effective_date}`
  if (request.role !== 'primary') {
    const what =
      request.role === 'specialist'
        ? `the specialist (${request.specialty})`
        : 'the covering provider'
    return { verdict: `In effect ${since}: ${request.provider_id} is ${what} of ${of}.`, facts: [] }
  }
  const basis = 'member_id' in request ? 'patient_assignment' : 'facility'
  const all = holders.reduce((sum, { members }) => sum + members, 0)
  const through = holders
    .filter((row) => row.basis === basis && row.provider_id === request.provider_id)
    .reduce((sum, { members }) => sum + members, 0)
  if ('member_id' in request) {
    const [holder] = holders
    return through > 0
      ? { verdict: `In effect ${since}: ${request.provider_id} is the PMP of ${of}.`, facts: [] }
      : {
          verdict: `In force ${since}, but ${holder?.basis ?? 'another step'} decides: ${holder?.provider_id ?? 'no provider'} is the PMP of ${of}.`,
          facts: [],
        }
  }
  return {
    verdict: `In effect ${since}: ${request.provider_id} has ${through} of ${count(all, 'resident')} of ${of} through it.`,
    facts: holding(holders),
  }
}

const holding = (holders: readonly HolderRow[]): string[] =>
  holders.map(
    ({ provider_id: id, basis, members }) =>
      `${count(members, 'member')} with ${id ?? 'no provider'}, by ${basis}.`,
  )

const moveEffect = (moves: readonly MoveRow[]): Answer => {
  const sum = (rows: readonly MoveRow[]): number =>
    rows.reduce((total, { members }) => total + members, 0)
  const moved = moves.filter(
    ({ to_provider_id: to, ended_reason: end }) => to !== null && end === null,
  )
  if (moves.length === 0) {
    return { verdict: 'In force, but there was no member to move on its first night.', facts: [] }
  }
  return {
    verdict: `In effect: ${sum(moved)} of ${count(sum(moves), 'member')} are with their new PMP.`,
    facts: moves.map(
      ({ to_provider_id: to, reason, failed_validation: failed, ended_reason: end, members }) =>
        to === null
          ? `${count(members, 'member')} did not move: ${failed === null ? '' : `${failed}, `}${reason}.`
          : `${count(members, 'member')} to ${to}${end === null ? '' : `, ended since: ${end}`}.`,
    ),
  }
}
