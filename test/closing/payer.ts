import path from 'node:path'
import { expect } from 'vitest'
import { close } from '../../src/cli/commands/close.ts'
import { readCloses } from '../../src/closing/closes.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { literal } from '../../src/engine/engine.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import type { RunResult } from '../../src/night/run.ts'
import { csv, put, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { effectsAt } from '../support/commands.ts'
import type { Lend } from '../support/shared-lake.ts'
import { fill } from '../support/small-payer.ts'
import type { Clock } from '../../src/base/clock.ts'

export const noon = (day: string): Clock => ({ now: () => new Date(`${day}T17:00:00Z`) })

type Rows = readonly Record<string, string>[]

/** Delivers the files of a day, and runs the night of that day, on that day or later. */
export const nightOf = async (
  lake: string,
  asOf: string,
  files: Readonly<Record<string, Rows>> = {},
  on = asOf,
): Promise<RunResult> => {
  for (const [feed, rows] of Object.entries(files)) {
    await put(
      lake,
      `inbox/${feed}/${asOf}.csv`,
      csv(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))]),
    )
  }
  const result = await runIn(lake, {
    asOf,
    change: withoutGuardRails,
    now: new Date(`${on}T23:00:00Z`),
  })
  expect(result.manifest.error).toBeNull()
  expect(result.manifest.status).toBe('complete')
  return result
}

/** Runs `work` on a lake with claims, whose other files are delivered night by night. */
export const atPayer: Lend<undefined> = (work) =>
  withFolder(async (folder) => {
    await fill(folder, {
      'inbox/enrollment/2026-06-30.csv': undefined,
      'inbox/current_assignments/2026-06-30.csv': undefined,
      'inbox/providers/2026-06-30.csv': undefined,
    })
    return work(folder, undefined)
  })

export const closeOn = async (
  lake: string,
  month: string,
  day: string,
  more = {},
): Promise<void> => {
  await close(month, { lake, day: '1', ...more }, effectsAt(noon(day)))
}

/** The rows of a close, one line each: month, member, assigned, attributed, type, units, reason. */
export const linesOf = async (lake: string, month?: string): Promise<string[]> => {
  const closes = await readCloses(await openLocalLake(lake))
  const files = closes
    .filter((one) => month === undefined || one.month === month)
    .flatMap(({ month: folder, files: all }) =>
      all
        .filter(({ name }) => /^member_month.*parquet$/.test(name))
        .map(({ name }) => path.join(lake, 'closes', folder, name)),
    )
  return withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      const rows = await engine.all<{ line: string }>(
        `select concat_ws(' ', month, member_id, coalesce(assigned_provider_id, '-'),
           coalesce(attributed_provider_id, '-'), coalesce(attribution_type, '-'), units, reason) as line
         from read_parquet([${files.map(literal).join(', ')}]) order by closed_in, month, member_id, units`,
      )
      return rows.map(({ line }) => line)
    } finally {
      engine.close()
    }
  })
}
