import { z } from 'zod'
import { day, instant, oneOf, requestId, text } from './fields.ts'
import { requestSchema } from './kinds.ts'

/** Who decides what. A requester asks and withdraws; the others decide on requests of others. */
export const roleNames = ['requester', 'manager', 'administrator'] as const
export type Role = (typeof roleNames)[number]

const verdicts = ['approve', 'reject', 'withdraw'] as const

/** A person's word on a request. */
export const decisionSchema = z.strictObject({
  kind: z.literal('decision'),
  request_id: requestId('the request that it decides'),
  decision: oneOf(verdicts, 'what was decided'),
  by: text('who decided'),
  role: oneOf(roleNames, 'as what they did, by the pipeline file of that time'),
  at: instant('when they did'),
  on: day("the day of it in the pipeline's time zone: the first that an approval can change"),
  reason: text('why'),
})

export const entrySchema = z.union([requestSchema, decisionSchema])

export type Decision = z.output<typeof decisionSchema>
export type Verdict = Decision['decision']

/** What stands in one object of the chain. */
export type Entry = z.output<typeof entrySchema>

/** Whether two names are one person's: case and the Unicode form of letters do not tell people apart. */
export const isSamePerson = (a: string, b: string): boolean => folded(a) === folded(b)

const folded = (name: string): string =>
  name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
