import { z } from 'zod'
import { formatKeys, formatNames } from '../formats/index.ts'
import { columnRules } from '../feeds/column-rule.ts'
import { type Feed, type FeedName, feedNamed } from '../feeds/index.ts'

/** A part of a whole, 0 to 1. */
export const share = z.number().min(0).max(1)

/** A name that can be part of a file name. */
export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected letters, digits, _ . or -')

const lakePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
    message: 'expected a path inside the lake, relative to it',
  })

const column = z.strictObject({ column: z.string().min(1) })
const constant = z.strictObject({
  constant: z.union([z.string(), z.number(), z.boolean()]).transform(String),
})
const expression = z.strictObject({ expression: z.string().min(1) })
const plain = z
  .string()
  .min(1)
  .transform((named) => ({ column: named }))

/** The source of a canonical column. */
type ColumnSource = z.output<typeof column | typeof constant | typeof expression>

const join = z.strictObject({
  /** An alias of `sources`. */
  source: z.string(),
  /** A column of an earlier source: the column of this source that must equal it. */
  on: z.record(z.string(), z.string()).refine((on) => Object.keys(on).length > 0, {
    message: 'expected at least one pair of columns',
  }),
})

const replaces = z.string().superRefine((pattern, context) => {
  try {
    if (new RegExp(`${pattern}|`).exec('')?.length === 1) {
      context.addIssue(
        'expected a pattern with a group in (…) that captures what redeliveries share',
      )
    }
  } catch {
    context.addIssue('expected a regular expression')
  }
})

const settings = {
  /** Names or globs below the lake. @default `inbox/<feed>/**` */
  files: z.array(lakePath).min(1).optional(),
  /** In place of `files`: a file or glob for each alias. The first has the rows. */
  sources: z.record(name, lakePath).optional(),
  join: z.array(join).default([]),
  /** @default by the feed's contract */
  delivery: z.enum(['snapshot', 'incremental']).optional(),
  /** @default by the ending of the file's name */
  format: z.enum(formatNames).optional(),
  ...formatKeys,
  /** Of deliveries with the same captured text only the last counts. */
  replaces: replaces.optional(),
  /** The night is refused above this share of rejected rows. */
  max_rejected_share: share.default(0.02),
  /** An older delivery holds the night. */
  max_age_days: z.int().min(0).optional(),
  /** An expression. Rows for which it is not true are filtered out. */
  where: z.string().min(1).optional(),
}

const names = <T extends string>(values: readonly T[]) => z.enum(values as [T, ...T[]])

const feedSchema = (feed: Feed) => {
  const rules = columnRules(feed)
  const ends = rules.filter(({ kind }) => kind === 'end-date').map((rule) => rule.name)
  const schema = z.strictObject({
    ...settings,
    /** Columns whose end dates here are the first day out of force; true for all. */
    end_exclusive: (ends.length > 0
      ? z.union([z.boolean(), z.array(names(ends))])
      : z.literal(false)
    )
      .default(false)
      .transform((given) => (given === true ? ends : given === false ? [] : given)),
    /** The complete mapping, if given: canonical column to its source. */
    columns: z
      .partialRecord(
        names(rules.map((rule) => rule.name)),
        z.union([plain, column, constant, expression]),
      )
      .superRefine((columns, context) => {
        const missing = rules.find((rule) => rule.required && !(rule.name in columns))
        if (missing) {
          context.addIssue(`expected a source for ${missing.name}, which ${feed.name} requires`)
        }
      })
      .optional(),
  })
  return schema.superRefine(({ files, sources, join: joins, columns }, context) => {
    const aliases = Object.keys(sources ?? {}).slice(1)
    const joined = joins.map(({ source }) => source)
    if (files && sources) context.addIssue('expected either files or sources, found both')
    if (sources && !columns) {
      context.addIssue('expected columns, which a feed from several sources needs')
    }
    for (const alias of aliases.filter((known) => !joined.includes(known))) {
      context.addIssue(`expected a join for the source ${alias}`)
    }
    for (const alias of joined.filter((found) => !aliases.includes(found))) {
      context.addIssue(`expected joins to one of the sources ${aliases.join(', ')}, found ${alias}`)
    }
  })
}

type ParsedFeed = z.output<ReturnType<typeof feedSchema>>

/** How to find and read one feed. */
export interface FeedConfig extends Omit<ParsedFeed, 'columns' | 'files' | 'delivery'> {
  /** For a feed from several sources, those of the first. */
  readonly files: readonly string[]
  readonly delivery: 'snapshot' | 'incremental'
  /** Canonical column to its source. Without it, columns have the contract's names. */
  readonly columns?: Readonly<Record<string, ColumnSource>> | undefined
}

/** Returns the schema of `feeds.<feed>` in a pipeline file. An empty value means all defaults. */
export const feedConfig = (feedName: FeedName) => {
  const feed = feedNamed(feedName)
  const schema = feedSchema(feed)
  return z
    .union([schema, z.null().transform(() => schema.parse({}))])
    .transform((parsed): FeedConfig => {
      const first = Object.values(parsed.sources ?? {})[0]
      return {
        ...parsed,
        files: parsed.files ?? [first ?? `inbox/${feedName}/**`],
        delivery: parsed.delivery ?? feed.delivery,
        columns: parsed.columns as FeedConfig['columns'],
      }
    })
}
