import { z } from 'zod'

/**
 * The kinds of field that a request may have. `--help` shows the meaning of each as the text of its
 * option. Messages say what was expected and never what was found, which may be a member's data.
 */

const expected =
  (what: string) =>
  (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? 'is missing' : `expected ${what}`

const words = (what: string, longest: number): z.ZodString =>
  z
    .string({ error: expected(what) })
    .max(longest, `expected ${what} of up to ${longest} characters`)
    .regex(
      /^[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$/u,
      `expected ${what} on one line, without leading or trailing spaces`,
    )

/** The id of a member, a provider or a facility, as in its feed. */
export const id = (meaning: string) => words('an id', 100).describe(meaning)

/** A line of free text. */
export const text = (meaning: string) => words('text', 2000).describe(meaning)

/** A request's own id, fit for command lines and for file names in other systems. */
export const requestId = (meaning: string) =>
  z
    .string({ error: expected('an id') })
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/, 'expected letters, digits, _ . : or -')
    .describe(meaning)

/** A calendar day. */
export const day = (meaning: string) =>
  z.iso.date({ error: expected('a calendar day such as 2026-06-30') }).describe(meaning)

/** An instant in UTC. */
export const instant = (meaning: string) =>
  z.iso.datetime({ error: expected('a time such as 2026-06-30T14:05:00Z') }).describe(meaning)

/** One of a few words, spelled exactly so. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, meaning: string) =>
  z.enum(values, { error: expected(`one of ${values.join(', ')}`) }).describe(meaning)

/** A list of ids without duplicates. */
export const ids = (meaning: string) =>
  z
    .array(words('an id', 100), { error: expected('a list of ids') })
    .min(1, 'expected at least one id')
    .refine((list) => new Set(list).size === list.length, 'lists an id twice')
    .describe(meaning)

/** A list of objects, which only NDJSON can hold. */
export const list = <T extends z.ZodType>(item: T, meaning: string) =>
  z
    .array(item, { error: expected('a list of objects, in NDJSON only') })
    .min(1, 'expected at least one')
    .describe(meaning)

/** Yes or no; no if not given. */
export const flag = (meaning: string) =>
  z
    .boolean({ error: expected('true or false') })
    .default(false)
    .describe(meaning)
