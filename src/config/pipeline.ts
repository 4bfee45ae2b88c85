import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigError } from '../pipeline/errors.ts'
import { parseYaml } from './yaml.ts'

/** The feeds that a pipeline may read, in the order in which they are read. */
export const feedNames = [
  'enrollment',
  'providers',
  'facilities',
  'current_assignments',
  'self_selections',
  'scheduled_visits',
  'links',
  'claims',
] as const

export type FeedName = (typeof feedNames)[number]

/** Feeds whose every delivery counts, unless the pipeline says otherwise. */
const incrementalFeeds: ReadonlySet<string> = new Set(['claims', 'self_selections', 'links'])

const share = z.number().min(0).max(1)
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected letters, digits, _ . or -')
const lakePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
    message: 'expected a path inside the lake, relative to it',
  })

const columnSource = z.union([
  z
    .string()
    .min(1)
    .transform((column) => ({ column })),
  z.strictObject({ column: z.string().min(1) }),
  z.strictObject({
    constant: z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value)),
  }),
  z.strictObject({ expression: z.string().min(1) }),
])

/** Where a canonical column comes from. */
export type ColumnSource =
  { readonly column: string } | { readonly constant: string } | { readonly expression: string }

const join = z.strictObject({
  /** An alias of `sources`. */
  source: z.string(),
  /** `alias.column` of a source named earlier: column of the joined source. */
  on: z.record(z.string(), z.string()).refine((on) => Object.keys(on).length > 0, {
    message: 'expected at least one pair of columns',
  }),
})

const replaces = z.string().superRefine((pattern, context) => {
  try {
    if (new RegExp(`${pattern}|`).exec('')?.length === 1) {
      context.addIssue('expected a pattern with a group in (…) that tells which deliveries are one')
    }
  } catch {
    context.addIssue('expected a regular expression')
  }
})

const feed = z.strictObject({
  /** Names or globs below the lake. @default `inbox/<feed>/**` */
  files: z.array(lakePath).min(1).optional(),
  /** In place of `files`: one file or glob an alias; the first is the one that has the rows. */
  sources: z.record(name, lakePath).optional(),
  join: z.array(join).optional(),
  /** @default snapshot; incremental for claims, self_selections and links */
  delivery: z.enum(['snapshot', 'incremental']).optional(),
  /** @default by the name of the file */
  format: z.enum(['csv', 'parquet', 'ndjson']).optional(),
  /** @default the one of comma, pipe and tab under which the header names known columns */
  delimiter: z.string().length(1).optional(),
  encoding: z.enum(['utf-8', 'latin-1']).default('utf-8'),
  quote: z.string().length(1).default('"'),
  /** Of the deliveries with the same captured text only the last counts. */
  replaces: replaces.optional(),
  /** Above this share of rejected rows the night is refused. */
  max_rejected_share: share.default(0.02),
  /** Older than this holds the night. */
  max_age_days: z.int().min(0).optional(),
  /** End dates of this extract that name the first day out of force: all of them, or these. */
  end_exclusive: z.union([z.boolean(), z.array(z.string())]).default(false),
  /** Rows for which this is not true are filtered out. */
  where: z.string().optional(),
  /** Where given, the whole mapping: canonical column to its source. */
  columns: z.record(z.string(), columnSource).optional(),
})

const guardRails = z.strictObject({
  system_of_record_changed: share.default(0.1),
  system_of_record_ended: share.default(0.05),
  unassigned: share.default(0.05),
  attribution_moved: share.default(0.05),
  rows_down: share.default(0.2),
  rows_up: z.number().min(0).default(0.5),
  panel_loss: share.default(0.25),
  panel_loss_min_members: z.int().min(1).default(50),
})

const settings = z.strictObject({
  threads: z.int().min(1).optional(),
  memory_limit: z
    .string()
    .regex(/^\d+(\.\d+)?\s?[KMGT]i?B$/, 'expected a size such as 2GB')
    .optional(),
})

const timeZone = z.string().refine(
  (zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
    } catch {
      return false
    }
  },
  { message: 'expected a time zone such as America/Indiana/Indianapolis' },
)

const pipeline = z.strictObject({
  name,
  policy: name,
  time_zone: timeZone.default('America/Indiana/Indianapolis'),
  /** A feed that is not named here is not read. */
  feeds: z.partialRecord(
    z.enum(feedNames),
    z.union([feed, z.null().transform(() => feed.parse({}))]),
  ),
  guard_rails: guardRails.prefault({}),
  settings: settings.prefault({}),
})

type ParsedFeed = z.output<typeof feed>

/** How one feed is found and read. */
export type FeedConfig = Omit<ParsedFeed, 'files' | 'delivery'> & {
  readonly files: readonly string[]
  readonly delivery: 'snapshot' | 'incremental'
}

export type GuardRailConfig = z.output<typeof guardRails>

/** A pipeline file, checked and with its defaults. */
export interface PipelineConfig {
  readonly name: string
  readonly policy: string
  readonly time_zone: string
  readonly feeds: Readonly<Partial<Record<FeedName, FeedConfig>>>
  readonly guard_rails: GuardRailConfig
  readonly settings: z.output<typeof settings>
}

/** Reads a pipeline file. Throws a `ConfigError` that names the line and what was meant. */
export const loadPipeline = async (path: string): Promise<PipelineConfig> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error
    throw new ConfigError(
      `Expected a pipeline file at ${path}, found nothing.`,
      'Name one: empanel run pipelines/nightly.yaml',
    )
  })
  return parsePipeline(path, text)
}

/** As `loadPipeline`, from text; `file` is only for the errors. */
export const parsePipeline = (file: string, text: string): PipelineConfig => {
  const { feeds, ...rest } = parseYaml(file, text, pipeline)
  const named = feedNames.flatMap((feedName) => {
    const config = feeds[feedName]
    return config ? [[feedName, withDefaults(file, feedName, config)] as const] : []
  })
  return { ...rest, feeds: Object.fromEntries(named) }
}

const withDefaults = (file: string, feedName: FeedName, config: ParsedFeed): FeedConfig => {
  const where = `${file}: feeds.${feedName}`
  const { files, sources, join: joins = [] } = config
  if (files && sources) throw new ConfigError(`${where}: give either files or sources, not both.`)
  const aliases = Object.keys(sources ?? {})
  const joined = joins.map(({ source }) => source)
  const missing = aliases.slice(1).find((alias) => !joined.includes(alias))
  if (missing) throw new ConfigError(`${where}: the source ${missing} is not joined to the others.`)
  const unknown = joined.find((alias) => !aliases.slice(1).includes(alias))
  if (unknown) {
    throw new ConfigError(
      `${where}.join: expected one of the sources ${aliases.slice(1).join(', ')}, found ${unknown}.`,
    )
  }
  if (sources && !config.columns) {
    throw new ConfigError(`${where}: a feed from several sources says where its columns come from.`)
  }
  return {
    ...config,
    files: files ?? (sources ? Object.values(sources).slice(0, 1) : [`inbox/${feedName}/**`]),
    delivery: config.delivery ?? (incrementalFeeds.has(feedName) ? 'incremental' : 'snapshot'),
  }
}
