import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type FeedName, feedNames } from '../feeds/index.ts'
import { ConfigError } from '../base/errors.ts'
import { type FeedConfig, feedConfig, name, share } from './pipeline-feed.ts'
import { s3Config } from './s3.ts'
import { type ScheduleConfig, scheduleSchema } from './schedule.ts'
import { parseYaml } from './yaml.ts'
import { isNoFile } from '../base/error-code.ts'

export type { FeedConfig } from './pipeline-feed.ts'

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

const size = z.string().regex(/^\d+(\.\d+)?\s?[KMGT]i?B$/, 'expected a size such as 2GB')

const settings = z.strictObject({
  threads: z.int().min(1).optional(),
  memory_limit: size.optional(),
  /** What one file may unpack to: a gz in bytes, a Parquet file in bytes and in rows. */
  max_unpacked: size.default('200GB'),
  /** How many minutes the SQL of a mapping may take for one file. */
  max_mapping_minutes: z.number().positive().max(10_000).default(120),
  s3: s3Config.optional(),
})

const people = z.array(z.string().trim().min(1, 'expected a name'))

const roles = z.strictObject({
  /** People who may submit requests, besides those below. Without it, anyone may. */
  requester: people.optional(),
  /** People who decide on requests of others. */
  manager: people.default([]),
  /** People who decide on them and on retroactive requests. */
  administrator: people.default([]),
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

const feeds = z.strictObject(
  Object.fromEntries(
    feedNames.map((feed) => [feed, feedConfig(feed).optional()]),
  ) as unknown as Record<FeedName, z.ZodOptional<ReturnType<typeof feedConfig>>>,
)

const pipeline = z.strictObject({
  name,
  /** The name of a file in `policies/` beside the pipeline file, without its ending. */
  policy: name,
  time_zone: timeZone.default('America/Indiana/Indianapolis'),
  /** A feed that is not listed here is not read. */
  feeds,
  guard_rails: guardRails.prefault({}),
  settings: settings.prefault({}),
  roles: roles.prefault({}),
  /** For `empanel schedule`. */
  schedule: scheduleSchema.optional(),
})

export type GuardRailConfig = z.output<typeof guardRails>

/** A pipeline file, checked and with its defaults. */
export interface PipelineConfig {
  readonly name: string
  readonly policy: string
  readonly time_zone: string
  readonly feeds: Readonly<Partial<Record<FeedName, FeedConfig>>>
  readonly guard_rails: GuardRailConfig
  readonly settings: z.output<typeof settings>
  readonly roles: z.output<typeof roles>
  readonly schedule?: ScheduleConfig | undefined
}

/** Reads a pipeline file. Throws a `ConfigError` that names the line and the fix. */
export const loadPipeline = async (path: string): Promise<PipelineConfig> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (!isNoFile(error)) throw error
    throw new ConfigError(
      `Expected a pipeline file at ${path}, found nothing.`,
      'Name an existing one, for example: empanel run pipelines/nightly.yaml',
    )
  })
  return parsePipeline(path, text)
}

/** Parses the text of a pipeline file. `file` names it in errors. */
export const parsePipeline = (file: string, text: string): PipelineConfig => {
  const { feeds: found, ...rest } = parseYaml(file, text, pipeline)
  const named = Object.entries(found).filter(([, config]) => config !== undefined)
  return { ...rest, feeds: Object.fromEntries(named) }
}
