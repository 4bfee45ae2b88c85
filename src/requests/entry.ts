import { z } from 'zod'
import { day, instant, oneOf, requestId, text } from './fields.ts'
import { requestSchema } from './kinds.ts'

/** A requester sends and withdraws requests; the other roles also decide on other people's. */
export const roleNames = ['requester', 'manager', 'administrator'] as const
export type Role = (typeof roleNames)[number]

const verdicts = ['approve', 'reject', 'withdraw'] as const

/** A person's decision on a request. */
export const decisionSchema = z.strictObject({
  kind: z.literal('decision'),
  request_id: requestId('the request that is decided'),
  decision: oneOf(verdicts, 'the decision'),
  by: text('who decided'),
  role: oneOf(roleNames, 'their role in the pipeline file at the time'),
  at: instant('when they decided'),
  on: day(
    "the day of the decision in the pipeline's time zone, which is the first day that an approval can change",
  ),
  reason: text('why'),
})

export const entrySchema = z.union([requestSchema, decisionSchema])

export type Decision = z.output<typeof decisionSchema>
export type Verdict = Decision['decision']

/** The content of one object of the chain. */
export type Entry = z.output<typeof entrySchema>

/** Whether two names are the same person's, regardless of case, spacing and Unicode form. */
export const isSamePerson = (a: string, b: string): boolean => folded(a) === folded(b)

const folded = (name: string): string =>
  name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
