import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { loadPipeline } from '../../config/pipeline.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import type { Lake } from '../../lake/lake.ts'
import { effectsOf } from '../../answers/preview/effect.ts'
import { bookOf } from '../../requests/book.ts'
import { fieldsOf, parseText } from '../../requests/parse.ts'
import { type Sent, readRequests } from '../../requests/read-file.ts'
import { type Submission, planRequests, readLog, submit } from '../../requests/submit.ts'
import { tellNotes, tellRequest } from '../../requests/tell.ts'
import { openLake, pipelineFile, systemClock, todayIn } from '../context.ts'
import { type RequestOptions, optionOf } from '../request-options.ts'
import type { Clock } from '../../base/clock.ts'

/** `empanel request --file`: sends the requests of a file, all or none of them. */
export const requestFile = async (
  file: string,
  options: RequestOptions & { readonly by?: string },
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const given = { requested_by: options.by, requested_at: clock.now().toISOString() }
  return send(await readRequests(file, given), options, clock)
}

/** `empanel request KIND`: sends one request, its fields given as text. */
export const requestOne = async (
  cells: Readonly<Record<string, string>>,
  options: RequestOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const { kind = '' } = cells
  const at = clock.now().toISOString()
  const request_id = `${kind}-${at.replaceAll(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`
  const parsed = parseText({ request_id, ...cells, requested_at: at })
  if ('problems' in parsed) {
    throw new ConfigError(parsed.problems.map((problem) => inOptions(kind, problem)).join('\n'))
  }
  return send([{ request: parsed.request, timed: false }], options, clock)
}

/** A problem with its field called by the option that gives it. */
const inOptions = (kind: string, problem: string): string => {
  const [field = '', ...rest] = problem.split(' ')
  const [name] = field.split('.')
  return fieldsOf(kind).some((known) => known.name === name)
    ? [optionOf(name ?? ''), ...rest].join(' ')
    : problem
}

/** Shows what requests would do, and writes them once somebody says so. */
export const send = async (
  sent: readonly Sent[],
  options: RequestOptions,
  clock: Clock,
): Promise<ExitCode> => {
  const { roles, settings, time_zone: zone } = await loadPipeline(pipelineFile(options.pipeline))
  const lake = await openLake(options.lake, settings.s3)
  const plan = planRequests(await readLog(lake), sent, roles)
  process.stdout.write(await preview(lake, plan, todayIn(zone, clock)))
  if (plan.fresh.length === 0) return exitCode.published
  if (!options.yes && !(await isAgreed(plan.fresh.length))) {
    process.stdout.write('Nothing was written. Say --yes to write.\n')
    return exitCode.published
  }
  await submit(lake, sent, roles)
  process.stdout.write(`Written: ${count(plan.fresh.length)}, pending until approved.\n`)
  return exitCode.published
}

/** What would be written, and what each would do if it were approved today. */
const preview = async (
  lake: Lake,
  { fresh, known, ledger }: Submission,
  today: string,
): Promise<string> => {
  const at = `${today}T00:00:00Z`
  const refusals = new Map(
    fresh.map(({ request_id: id, requested_by: by }) => {
      const trial = { decision: 'approve', by: `not ${by}`, role: 'administrator' } as const
      return [
        id,
        ledger.add({
          kind: 'decision',
          request_id: id,
          ...trial,
          at,
          on: today,
          reason: 'a trial',
        }),
      ]
    }),
  )
  const book = bookOf(ledger, today)
  const effects = await effectsOf(lake, book, fresh)
  const lines = fresh.flatMap((request) => {
    const refusal = refusals.get(request.request_id)
    const item = book.get(request.request_id)
    const days = item?.from
      ? [`Approved today, it holds from ${item.from} to ${item.to ?? 'open'}.`]
      : []
    const outcome =
      refusal !== undefined
        ? [`It could not be approved today: ${refusal}.`]
        : [...days, ...(item ? tellNotes(item) : []), ...(effects.get(request.request_id) ?? [])]
    return [`${request.request_id}: ${tellRequest(request)}`, ...outcome.map((line) => `  ${line}`)]
  })
  const same = known.map(({ request_id: id }) => `${id} is known already, with the same content.`)
  return [...lines, ...same].map((line) => `${line}\n`).join('')
}

const isAgreed = async (requests: number): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await prompt.question(`Write ${count(requests)}? [y/N] `)).trim())
  } finally {
    prompt.close()
  }
}

const count = (requests: number): string =>
  requests === 1 ? 'one request' : `${requests} requests`
