import { describeProposal } from '../../answers/rebalance/describe-proposal.ts'
import type { BookItem } from '../../requests/book.ts'
import { states } from '../../requests/request-states.ts'
import {
  describeRequest,
  requestNotes,
  summarizeRequest,
  requestHistory,
} from '../../requests/describe-request.ts'
import type { Rebalance } from '../commands/rebalance.ts'
import type { PreviewedRequest, RequestPreview } from '../commands/request.ts'
import type { Requests, RequestsOptions } from '../commands/requests.ts'
import type { Output } from './output.ts'

export const previewOutput: Output<RequestPreview> = {
  text: ({ fresh, known }) => [
    ...fresh.flatMap(previewed),
    ...known.map((id) => `${id} was sent before, with the same content.`),
  ],
  json: (result) => result,
}

const previewed = ({ request, refusal, item, effects }: PreviewedRequest): string[] => {
  const days = item?.from
    ? [`If approved today, it is in effect from ${item.from} to ${item.to ?? 'open'}.`]
    : []
  const outcome =
    refusal === undefined
      ? [...days, ...(item ? requestNotes(item) : []), ...effects]
      : [`It could not be approved today: ${refusal}.`]
  return [
    `${request.request_id}: ${summarizeRequest(request)}`,
    ...outcome.map((line) => `  ${line}`),
  ]
}

/** The requests that a decision was made on, with their history. */
export const decidedOutput: Output<readonly BookItem[]> = {
  text: (items) => items.flatMap(requestHistory),
  json: (items) => items.map(plain),
}

/** Requests in a line each, or with their history where they were named. */
export const requestsOutput = (
  options: RequestsOptions & { readonly isNamed: boolean },
): Output<Requests> => ({
  text: ({ items, all }) =>
    items.length === 0
      ? [none(all, options.state)]
      : items.flatMap((item) => (options.isNamed ? requestHistory(item) : [describeRequest(item)])),
  json: ({ items }) => items.map(plain),
})

/** A request and its state, without the periods in which it was in effect. */
const plain = ({ request, ...rest }: BookItem): object => ({
  ...request,
  ...rest,
  held: undefined,
})

const none = (all: readonly BookItem[], state: string | undefined): string => {
  if (all.length === 0 || state === undefined) return 'No requests yet.'
  const counts = states
    .map((name) => ({ name, count: all.filter((item) => item.state === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
  return `No request is ${state}. By state: ${counts.join(', ')}.`
}

export const rebalanceOutput: Output<Rebalance> = {
  text: ({ proposal, as_of, visitMonths }) => describeProposal(proposal, as_of, visitMonths),
  json: (result) => result,
}
