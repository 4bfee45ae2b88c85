import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'
import { sha256OfFile, sha256 } from '../base/checksum.ts'
import { jsonOrUndefined } from '../base/json.ts'

/** A file of a close, as its manifest lists it. */
export const closedFile = z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })

export type ClosedFile = z.output<typeof closedFile>

/** The content of closes/<month>/manifest.json. It is written last: without it no close happened. */
const closeSchema = z.object({
  month: z.string(),
  pipeline: z.string(),
  policy: z.string(),
  /** The day of the month on which membership counts, and its date in this month. */
  day: z.number(),
  fixed_day: z.string(),
  retro_months: z.number(),
  closed_by: z.string().nullable(),
  closed_at: z.string(),
  /** The newest published run, for what was known. */
  run_id: z.string(),
  as_of: z.string(),
  /** The run whose lists count for the month: that of the fixed day, else the first after it. */
  month_run_id: z.string(),
  month_as_of: z.string(),
  requests_head: z.object({ seq: z.number(), hash: z.string() }),
  /** The sha256 of the previous close's manifest, so that closes form a chain. */
  previous: z.string().nullable(),
  rows: z.object({
    original: z.number(),
    taken_back: z.number(),
    added: z.number(),
    not_adjusted: z.number(),
  }),
  files: z.array(closedFile),
})

export type Close = z.output<typeof closeSchema>

export const closeKey = (month: string, name: string): string => `closes/${month}/${name}`

export const MANIFEST = 'manifest.json'

/** Reads every close, oldest first. @throws EmpanelError where one was edited, lost or inserted. */
export const readCloses = async (lake: Lake): Promise<Close[]> =>
  (await readCloseChain(lake)).closes

/** The same, with the sha256 of the last manifest, which the next close repeats. */
export const readCloseChain = async (
  lake: Lake,
): Promise<{ readonly closes: Close[]; readonly lastHash: string | null }> => {
  const months = (await lake.folders('closes/')).filter((name) => /^\d{4}-\d\d$/.test(name))
  const closes: Close[] = []
  let lastHash: string | null = null
  for (const month of months) {
    const text = await lake.readText(closeKey(month, MANIFEST))
    if (text === undefined) continue
    const close = parseClose(month, text) ?? refuseEdited(closeKey(month, MANIFEST))
    if (close.previous !== lastHash) refuseEdited(closeKey(closes.at(-1)?.month ?? month, MANIFEST))
    closes.push(close)
    lastHash = sha256(text)
  }
  return { closes, lastHash }
}

/** Parses a month's manifest; undefined if it is not what a close writes. */
export const parseClose = (month: string, text: string): Close | undefined => {
  const found = closeSchema.safeParse(jsonOrUndefined(text))
  return found.success && found.data.month === month ? found.data : undefined
}

/** @throws EmpanelError always: the object is not what a close wrote. */
export const refuseEdited = (key: string): never => {
  throw new EmpanelError(
    `${key} is not what the close wrote.`,
    exitCode.failed,
    'A closed month is never rewritten. Restore it from a copy.',
  )
}

/** The local copy of a close's member-months. @throws EmpanelError where it was edited or lost. */
export const memberMonthFile = (lake: Lake, close: Close): Promise<string> =>
  intactFile(lake, `closes/${close.month}`, close.files, 'member_month-')

/** The local copy of the Parquet file whose name starts with `start`, of those that a manifest lists. */
export const intactFile = async (
  lake: Lake,
  folder: string,
  files: readonly ClosedFile[],
  start: string,
): Promise<string> => {
  const file = files.find(({ name }) => name.startsWith(start) && name.endsWith('.parquet'))
  if (!file) return refuseEdited(`${folder}/${MANIFEST}`)
  const local = await lake.localPath(`${folder}/${file.name}`)
  const found = await sha256OfFile(local).catch(() => undefined)
  if (found !== file.sha256) refuseEdited(`${folder}/${file.name}`)
  return local
}

/** The local Parquet files of all closes, or of one month's. @throws ConfigError where there is none. */
export const memberMonthFiles = async (lake: Lake, month?: string): Promise<string[]> => {
  const closes = await readCloses(lake)
  const chosen = closes.filter((close) => month === undefined || close.month === month)
  if (chosen.length === 0) {
    throw new ConfigError(
      month === undefined
        ? `Expected a closed month in ${lake.url}, found none.`
        : `Month ${month} is not closed.`,
      closes.length === 0
        ? 'Close one with `empanel close 2026-06`.'
        : `Closed months: ${closes.map((close) => close.month).join(', ')}.`,
    )
  }
  return Promise.all(chosen.map((close) => memberMonthFile(lake, close)))
}
