import { randomBytes } from 'node:crypto'
import { effectsOf } from '../../answers/preview/effects.ts'
import type { Clock } from '../../base/clock.ts'
import { ConfigError } from '../../base/errors.ts'
import { type BookItem, bookOf } from '../../requests/book.ts'
import type { Request } from '../../requests/kinds.ts'
import type { BookDraft } from '../../requests/book-draft.ts'
import { fieldsOf, parseText } from '../../requests/parse.ts'
import { type Sent, readRequests } from '../../requests/read-file.ts'
import { planRequests, readLog, submit } from '../../requests/submit.ts'
import { optionOf } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipeline } from '../open-pipeline.ts'

/** What one request would do if it were approved today. */
export interface PreviewedRequest {
  readonly request: Request
  /** Why it could not be approved today. */
  readonly refusal: string | undefined
  /** Its state and days. */
  readonly item: BookItem | undefined
  /** Its effects on members and panels, a sentence each. */
  readonly effects: readonly string[]
}

/** What sending requests would do. */
export interface RequestPreview {
  readonly fresh: readonly PreviewedRequest[]
  /** The ids of requests that were sent before, with the same content. */
  readonly known: readonly string[]
}

/** The requests of a file: all of them, or an error that lists what is wrong. */
export const requestsOfFile = (
  file: string,
  by: string | undefined,
  clock: Clock,
): Promise<readonly Sent[]> =>
  readRequests(file, { requested_by: by, requested_at: clock.now().toISOString() })

/** A request whose fields are given as text; without a `request_id` it gets one. */
export const requestOfText = (cells: Readonly<Record<string, string>>, clock: Clock): Sent => {
  const { kind = '' } = cells
  const at = clock.now().toISOString()
  const id = `${kind}-${at.replaceAll(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`
  const parsed = parseText({ request_id: id, ...cells, requested_at: at })
  if ('problems' in parsed) {
    throw new ConfigError(parsed.problems.map((problem) => inOptions(kind, problem)).join('\n'))
  }
  return { request: parsed.request, timed: false }
}

/** A problem that names the option instead of the field. */
const inOptions = (kind: string, problem: string): string => {
  const [field = '', ...rest] = problem.split(' ')
  const [name = ''] = field.split('.')
  return fieldsOf(kind).some((known) => known.name === name)
    ? [optionOf(name), ...rest].join(' ')
    : problem
}

/** What these requests would do; throws where one of them is refused. Writes nothing. */
export const previewRequests = async (
  sent: readonly Sent[],
  options: PipelineOptions,
  effects: Effects,
): Promise<RequestPreview> => {
  const { pipeline, lake, today } = await openPipeline(options, effects)
  const { fresh, known, draft } = planRequests(await readLog(lake), sent, pipeline.roles)
  const refusals = new Map(
    fresh.map((request) => [request.request_id, approveInTrial(draft, request, today)]),
  )
  const book = bookOf(draft, today)
  const effectsById = await effectsOf(lake, book, fresh)
  return {
    fresh: fresh.map((request) => ({
      request,
      refusal: refusals.get(request.request_id),
      item: book.get(request.request_id),
      effects: effectsById.get(request.request_id) ?? [],
    })),
    known: known.map(({ request_id: id }) => id),
  }
}

/** Approves the request in this draft, by a person who may; returns why that is refused. */
const approveInTrial = (
  draft: BookDraft,
  { request_id, requested_by }: Request,
  today: string,
): string | undefined =>
  draft.add({
    kind: 'decision',
    request_id,
    decision: 'approve',
    by: `not ${requested_by}`,
    role: 'administrator',
    at: `${today}T00:00:00Z`,
    on: today,
    reason: 'a trial',
  })

/** Writes the requests that were not sent before: all of them or, where one is refused, none. */
export const sendRequests = async (
  sent: readonly Sent[],
  options: PipelineOptions,
  effects: Effects,
): Promise<void> => {
  const { pipeline, lake } = await openPipeline(options, effects)
  await submit(lake, sent, pipeline.roles)
}
