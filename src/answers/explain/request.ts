import type { BookItem } from '../../requests/book.ts'
import { addDays } from '../../base/days.ts'
import { requestedFrom } from '../../requests/slots.ts'
import { requestHistory } from '../../requests/describe-request.ts'
import type { Answer } from './answer.ts'
import type { BookFacts } from './book-facts.ts'
import { effectOf } from './effect.ts'
import type { RequestFacts, Subject } from './request-facts.ts'
import { describeValidation, describeValidations } from './validation.ts'

/** Returns the subject of a request, to find its rows in a run. */
export const subjectOf = ({ request }: BookItem): Subject => ({
  request_id: request.request_id,
  isMove: request.kind === 'bulk_reassign' || request.kind === 'undo_reassign',
  ...('member_id' in request ? { member_id: request.member_id } : {}),
  ...('facility_id' in request ? { facility_id: request.facility_id } : {}),
  ...('absent_provider_id' in request ? { absent_provider_id: request.absent_provider_id } : {}),
})

/** Explains why a request is in effect or not. */
export const explainRequest = (item: BookItem, book: BookFacts, facts: RequestFacts): Answer => {
  const waiting = whyNotInForce(item, book)
  const effect = waiting === undefined ? effectOf(item, book.asOf, facts) : undefined
  return {
    verdict: waiting ?? effect?.verdict ?? '',
    facts: [
      ...requestHistory(item).map((line) => line.trim()),
      ...(effect?.facts ?? []),
      ...describeValidations(facts.validations),
      ...facts.excused.map(
        (row) => `It is for ${row.request_id}: ${describeValidation(row).replace(/;.*/, '.')}`,
      ),
    ],
  }
}

/** Explains why the book alone keeps a request from taking effect; undefined if it does not. */
const whyNotInForce = (item: BookItem, { asOf, unseen }: BookFacts): string | undefined => {
  const { state, request } = item
  const last = item.decisions.at(-1)
  const decision = last === undefined ? '' : `${last.by} on ${last.on}: ${last.reason}`
  switch (state) {
    case 'pending': {
      const requested = requestedFrom(request)
      const from = requested === undefined ? '' : ` The requested start is ${requested}.`
      return `Not in effect: waiting for approval since ${request.requested_at.slice(0, 10)}.${from}`
    }
    case 'rejected':
      return `Not in effect: rejected by ${decision}.`
    case 'withdrawn':
      return `Not in effect: withdrawn by ${decision}.`
    default:
  }
  if (unseen.has(request.request_id)) {
    return `Not in effect yet: no night has run since ${item.decisions.length > 0 ? 'the approval' : 'the request'}; the latest run is for ${asOf}.`
  }
  switch (state) {
    case 'scheduled':
      return `Not in effect yet: it begins on ${item.from}, after the as-of date ${asOf}.`
    case 'superseded':
      return `No longer in effect: superseded by ${item.superseded_by.join(', ')} on ${firstDayAfter(item)}.`
    case 'ended':
      return `No longer in effect: its last day was ${item.to}.`
    default:
      return undefined
  }
}

const firstDayAfter = ({ held }: BookItem): string =>
  held.map(({ to }) => addDays(to, 1)).toSorted()[0] ?? ''
