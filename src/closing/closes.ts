import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'
import { sha256OfFile, sha256 } from '../base/checksum.ts'
import { jsonOrUndefined } from '../base/json.ts'

/** A file of a close, as its manifest names it. */
export const closedFile = z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })

export type ClosedFile = z.output<typeof closedFile>

/** What closes/<month>/manifest.json says. It is written last: a close without it never was. */
const closeSchema = z.object({
  month: z.string(),
  pipeline: z.string(),
  policy: z.string(),
  /** The day of each month on which membership counts, and the date that it comes to. */
  day: z.number(),
  fixed_day: z.string(),
  retro_months: z.number(),
  closed_by: z.string().nullable(),
  closed_at: z.string(),
  /** What was known: the newest published run. */
  run_id: z.string(),
  as_of: z.string(),
  /** What the month's list said: the published run of the fixed day, else the first after it. */
  month_run_id: z.string(),
  month_as_of: z.string(),
  requests_head: z.object({ seq: z.number(), hash: z.string() }),
  /** The sha256 of the manifest of the close before, so that closes form a chain. */
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
    const close = parseClose(month, text)
    if (close.previous !== lastHash) throw edited(closeKey(closes.at(-1)?.month ?? month, MANIFEST))
    closes.push(close)
    lastHash = sha256(text)
  }
  return { closes, lastHash }
}

const parseClose = (month: string, text: string): Close => {
  const found = closeOf(month, text)
  if (found) return found
  throw edited(closeKey(month, MANIFEST))
}

/** What a month's manifest says; undefined where no close wrote it so. */
export const closeOf = (month: string, text: string): Close | undefined => {
  const found = closeSchema.safeParse(jsonOrUndefined(text))
  return found.success && found.data.month === month ? found.data : undefined
}

const edited = (key: string): EmpanelError =>
  new EmpanelError(
    `${key} is not what the close wrote.`,
    exitCode.failed,
    'A closed month is never rewritten: restore it from a copy.',
  )

/** The local copy of a close's member-months. @throws EmpanelError where it was edited or lost. */
export const memberMonthFile = (lake: Lake, close: Close): Promise<string> =>
  intactFile(lake, `closes/${close.month}`, close.files, 'member_month-')

/** The file whose name starts so, of those that a manifest in `folder` names. */
export const intactFile = async (
  lake: Lake,
  folder: string,
  files: readonly ClosedFile[],
  start: string,
): Promise<string> => {
  const file = files.find(({ name }) => name.startsWith(start) && name.endsWith('.parquet'))
  if (!file) throw edited(`${folder}/${MANIFEST}`)
  const local = await lake.localPath(`${folder}/${file.name}`)
  const found = await sha256OfFile(local).catch(() => undefined)
  if (found !== file.sha256) throw edited(`${folder}/${file.name}`)
  return local
}

/** Where the rows of these closes lie, as Parquet; all of them, or those of one month's close. */
export const memberMonthFiles = async (lake: Lake, month?: string): Promise<string[]> => {
  const closes = await readCloses(lake)
  const chosen = closes.filter((close) => month === undefined || close.month === month)
  if (chosen.length === 0) {
    throw new ConfigError(
      month === undefined
        ? `No month of ${lake.url} is closed yet.`
        : `Month ${month} is not closed.`,
      closes.length === 0
        ? 'Close one with `empanel close 2026-06`.'
        : `There are: ${closes.map((close) => close.month).join(', ')}.`,
    )
  }
  return Promise.all(chosen.map((close) => memberMonthFile(lake, close)))
}
