import { z } from 'zod'

const yearRange = z
  .string()
  .regex(/^\d{4}-\d{4}$/, 'expected two years such as 2010-2026')
  .transform((text) => {
    const [first = 0, last = 0] = text.split('-').map(Number)
    return { first, last }
  })
  .refine(({ first, last }) => first <= last, 'expected the earlier year first')

const codes = z
  .union([z.string(), z.int().transform(String)])
  .superRefine((text, context) => {
    if (expandCodes(text) === undefined) {
      context.addIssue('expected a code, or a range of codes of one form such as 99202-99205')
    }
  })
  .transform((text) => expandCodes(text) ?? [])

/** A file of codes: the years for which the list was published, and the years of each code. */
export const codeListSchema = z.strictObject({
  /** The publication that the list comes from. */
  source: z.string().min(1),
  years: yearRange,
  codes: z.array(
    z.strictObject({
      codes,
      /** @default the first of `years` */
      first_year: z.int().optional(),
      /** @default still in use */
      last_year: z.int().optional(),
    }),
  ),
})

export type CodeList = z.output<typeof codeListSchema>

/** Returns the codes of a service year and the year of their list; undefined before the first list. */
export const codesOf = (
  list: CodeList,
  serviceYear: number,
): { readonly listYear: number; readonly codes: readonly string[] } | undefined => {
  const { first, last } = list.years
  if (serviceYear < first) return undefined
  const listYear = Math.min(serviceYear, last)
  const inUse = list.codes.filter(
    (entry) => (entry.first_year ?? first) <= listYear && listYear <= (entry.last_year ?? last),
  )
  return { listYear, codes: [...new Set(inUse.flatMap((entry) => entry.codes))] }
}

/** Expands a range such as `G0438-G0439`, or returns a single code. Undefined for anything else. */
export const expandCodes = (text: string): readonly string[] | undefined => {
  const range = /^([A-Z]*)(\d+)-([A-Z]*)(\d+)$/.exec(text)
  if (!range) return /^[A-Z0-9]+$/.test(text) ? [text] : undefined
  const [, prefix = '', from = '', otherPrefix = '', to = ''] = range
  const count = Number(to) - Number(from) + 1
  if (prefix !== otherPrefix || from.length !== to.length || count < 1 || count > 10_000) {
    return undefined
  }
  return Array.from(
    { length: count },
    (_, index) => prefix + String(Number(from) + index).padStart(from.length, '0'),
  )
}
