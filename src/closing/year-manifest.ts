import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { closedFile, refuseEdited } from './closes.ts'
import { jsonOrUndefined } from '../base/json.ts'

/** The content of closes/quality/<year>/manifest.json. It is written last, and only if absent. */
const qualitySchema = z.object({
  year: z.string(),
  pipeline: z.string(),
  anchor: z.string(),
  runout_until: z.string(),
  written_at: z.string(),
  /** The run of the anchor date, and the newest one, for coverage as known now. */
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

/** The folder of a year's population. */
export const folderOf = (year: string): string => `closes/quality/${year}`

/** Reads a year's manifest; undefined if the year is not written. @throws EmpanelError if edited. */
export const readYear = async (lake: Lake, year: string): Promise<QualityYear | undefined> => {
  const key = `${folderOf(year)}/manifest.json`
  const text = await lake.readText(key)
  return text === undefined ? undefined : (parseYear(year, text) ?? refuseEdited(key))
}

/** Parses a year's manifest; undefined if it is not what empanel writes. */
export const parseYear = (year: string, text: string): QualityYear | undefined => {
  const found = qualitySchema.safeParse(jsonOrUndefined(text))
  return found.success && found.data.year === year ? found.data : undefined
}
