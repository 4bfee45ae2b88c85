import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { closedFile } from './closes.ts'
import { jsonOrUndefined } from '../base/json.ts'

/** What closes/quality/<year>/manifest.json says. It is written last, and only if absent. */
const qualitySchema = z.object({
  year: z.string(),
  pipeline: z.string(),
  anchor: z.string(),
  runout_until: z.string(),
  written_at: z.string(),
  /** The run of the anchor date, and the newest one, which knows the coverage. */
  anchor_run_id: z.string(),
  run_id: z.string(),
  as_of: z.string(),
  /** The sha256 of the last close's manifest. */
  closes: z.string().nullable(),
  rows: z.number(),
  continuously_enrolled: z.number(),
  files: z.array(closedFile),
})

export type QualityYear = z.output<typeof qualitySchema>

/** Where a year's population lies. */
export const folderOf = (year: string): string => `closes/quality/${year}`

/** What a year's manifest says, or undefined where the year is not written. */
export const readYear = async (lake: Lake, year: string): Promise<QualityYear | undefined> => {
  const text = await lake.readText(`${folderOf(year)}/manifest.json`)
  return text === undefined ? undefined : qualitySchema.parse(JSON.parse(text))
}

/** What the text of a year's manifest says; undefined where it was not written so. */
export const yearOf = (year: string, text: string): QualityYear | undefined => {
  const found = qualitySchema.safeParse(jsonOrUndefined(text))
  return found.success && found.data.year === year ? found.data : undefined
}
