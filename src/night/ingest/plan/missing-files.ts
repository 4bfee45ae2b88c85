import { InputRefused } from '../../../base/errors.ts'
import type { FeedConfig } from '../../../config/pipeline.ts'
import type { Feed } from '../../../feeds/index.ts'
import type { Night } from '../../night.ts'
import type { Deliveries } from '../delivery/deliveries.ts'
import { fixedPart } from '../delivery/file-pattern.ts'

const hint = 'Drop the file into the lake, or correct its place in the pipeline file.'

/** The refusal of a night without a file of a required feed. `notes` may explain where it went. */
export const missingFeed = (
  feed: Feed,
  config: FeedConfig | undefined,
  notes: readonly string[],
): InputRefused => {
  const where = config
    ? `found none at ${config.files.join(', ')}`
    : 'but the pipeline file does not list that feed'
  return new InputRefused(
    `Expected a file of the required feed ${feed.name}, ${where}.`,
    [hint, ...notes.map((note) => `Note: ${note}.`)].join(' '),
  )
}

/**
 * Checks that each file that the pipeline file lists by its name exists. Notes those that are missing.
 * Throws `InputRefused` where only some of a required feed's files exist.
 */
export const checkNamedFiles = (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  { read, superseded }: Deliveries,
): void => {
  const found = new Set([...read, ...superseded].map(({ key }) => key))
  const missing = config.files.filter((name) => fixedPart(name) === name && !found.has(name))
  if (missing.length === 0) return
  const message = `Expected ${missing.join(' and ')}, which the pipeline file lists for ${feed.name}, found nothing there`
  if (feed.required && read.length > 0) throw new InputRefused(`${message}.`, hint)
  if (!feed.required) night.manifest.notes.push(message)
}
