import type { BookItem } from '../../requests/book.ts'
import { addDays } from '../../base/days.ts'
import { requestedFrom } from '../../requests/slots.ts'
import { requestHistory } from '../../requests/describe-request.ts'
import type { Answer } from './answer.ts'
import type { BookFacts } from './book-facts.ts'
import { effectOf } from './effect.ts'
import type { About, RequestFacts } from './request-facts.ts'
import { tellValidation, tellValidations } from './validation.ts'

/** Whom a request is about, for the facts that a run has of it. */
export const aboutOf = ({ request }: BookItem): About => ({
  request_id: request.request_id,
  isMove: request.kind === 'bulk_reassign' || request.kind === 'undo_reassign',
  ...('member_id' in request ? { member_id: request.member_id } : {}),
  ...('facility_id' in request ? { facility_id: request.facility_id } : {}),
  ...('absent_provider_id' in request ? { absent_provider_id: request.absent_provider_id } : {}),
})

/** Why a request is in effect or not. */
export const explainRequest = (item: BookItem, book: BookFacts, facts: RequestFacts): Answer => {
  const waiting = whyNotYet(item, book)
  const effect = waiting === undefined ? effectOf(item, book.asOf, facts) : undefined
  return {
    verdict: waiting ?? effect?.verdict ?? '',
    facts: [
      ...requestHistory(item).map((line) => line.trim()),
      ...(effect?.facts ?? []),
      ...tellValidations(facts.validations),
      ...facts.excused.map(
        (row) => `It is for ${row.request_id}: ${tellValidation(row).replace(/;.*/, '.')}`,
      ),
    ],
  }
}

/** What keeps a request from having an effect before anything else is asked. */
const whyNotYet = (item: BookItem, { asOf, unseen }: BookFacts): string | undefined => {
  const { state, request } = item
  const last = item.decisions.at(-1)
  const said = last === undefined ? '' : `${last.by} on ${last.on}: ${last.reason}`
  switch (state) {
    case 'pending': {
      const asked = requestedFrom(request)
      const from = asked === undefined ? '' : ` It asks for ${asked} on.`
      return `Not in effect: it waits for approval since ${request.requested_at.slice(0, 10)}.${from}`
    }
    case 'rejected':
      return `Not in effect: rejected by ${said}.`
    case 'withdrawn':
      return `Not in effect: withdrawn by ${said}.`
    default:
  }
  if (unseen.has(request.request_id)) {
    return `Not in effect yet: no night has seen ${item.decisions.length > 0 ? 'the approval' : 'it'}; the newest run is that of ${asOf}.`
  }
  switch (state) {
    case 'scheduled':
      return `Not in effect yet: it begins on ${item.from}, and the night is that of ${asOf}.`
    case 'superseded':
      return `Not in effect any more: ${item.superseded_by.join(', ')} took over on ${firstDayAfter(item)}.`
    case 'ended':
      return `Not in effect any more: its last day was ${item.to}.`
    default:
      return undefined
  }
}

const firstDayAfter = ({ held }: BookItem): string =>
  held.map(({ to }) => addDays(to, 1)).toSorted()[0] ?? ''
