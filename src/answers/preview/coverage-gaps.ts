import type { Engine } from '../../engine/engine.ts'
import {
  type Candidate,
  type CoverageDays,
  type CoveragePart,
  type Term,
  coverageDays,
} from '../../night/prepare/coverage-days.ts'
import type { Book } from '../../requests/book.ts'
import { later } from '../../base/days.ts'
import type { RequestOf } from '../../requests/kinds.ts'

/**
 * Lists the days of a coverage on which no one would act for its absent provider, or for other absent
 * providers that this provider was to cover. In `book` the coverage must be approved.
 */
export const coverageGaps = async (
  engine: Engine,
  book: Book,
  request: RequestOf<'set_coverage'>,
): Promise<string[]> => {
  const rows = await engine.all<Term & { provider_id: string }>(
    `select provider_id, active_from as "from", coalesce(active_to, date '9999-12-31') as "to"
    from staging.panel where on_roster`,
  )
  const roster = new Map(rows.map(({ provider_id: id, from, to }) => [id, { from, to }]))
  const absent = request.absent_provider_id
  return coverageDays(partsOf(book), roster)
    .filter(
      ({ part, to, candidates }) =>
        candidates.every(({ reason }) => reason !== null) &&
        to >= request.effective_date &&
        (part.request_id === request.request_id || part.covering.includes(absent)),
    )
    .filter(({ from }) => from <= request.end_date)
    .map(describeGap)
}

/** The parts of every set_coverage in the book. */
const partsOf = (book: Book): CoveragePart[] =>
  [...book.values()].flatMap(({ request, held }) =>
    request.kind === 'set_coverage'
      ? held
          .filter(({ from, to }) => from <= to)
          .map(({ scope, scope_id: id, from, to }) => ({
            request_id: request.request_id,
            absent_provider_id: request.absent_provider_id,
            scope,
            scope_id: id ?? '',
            from: later(from, request.effective_date),
            to,
            covering: request.covering_provider_ids,
          }))
      : [],
  )

const describeGap = ({ part, from, to, candidates }: CoverageDays): string => {
  const where = part.scope === 'all' ? '' : ` for ${part.scope} ${part.scope_id}`
  const days = from === to ? `on ${from}` : `from ${from} to ${to}`
  const why = candidates.filter((one) => one.via_provider_id === null).map(reasonOf)
  return `No one would act for ${part.absent_provider_id}${where} ${days}: ${why.join('; ')}.`
}

const reasonOf = ({ provider_id: id, reason }: Candidate): string =>
  reason === 'not_on_roster' ? `${id} is not on the roster` : `${id} is away too`
