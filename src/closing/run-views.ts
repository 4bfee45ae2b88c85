import { parquetRows } from '../engine/file-sql.ts'
import { type Engine, identifier, literal } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import type { Given } from '../models/build-on-demand.ts'
import { type Relation, columnsOf } from '../models/relation.ts'
import type { Manifest } from '../runs/manifest.ts'
import { relationFile } from '../runs/run-relations.ts'
import { createEmptyTable, tableOf } from '../models/table.ts'

/** A run, and the month for which its lists count. */
export interface ListedRun {
  readonly month: string
  readonly run: Manifest
}

/** What the closing room calls the relations of the newest published run. */
const known = {
  'closing.known_span': 'staging.coverage_span',
  'closing.known_member': 'staging.member',
  'closing.known_panel': 'staging.panel',
  'closing.known_history': 'assignment.history',
} as const

/** What it calls those of the runs whose lists count for a month. */
const listed = {
  'closing.listed_span': 'staging.coverage_span',
  'closing.listed_member': 'staging.member',
  'closing.listed_panel': 'staging.panel',
  'closing.listed_attribution': 'attribution.attributed_provider',
} as const

/** The relations of the runs that a close reads, as views over their files. */
export const viewsOfRuns = async (
  lake: Lake,
  newest: Manifest,
  months: readonly ListedRun[],
): Promise<Readonly<Record<string, Given>>> => {
  const views: Record<string, Given> = {}
  for (const [name, relation] of Object.entries(known)) {
    views[name] = viewOf([{ file: await relationFile(lake, newest, relation) }])
  }
  for (const [name, relation] of Object.entries(listed)) {
    const files: Source[] = []
    for (const { month, run } of months) {
      files.push({ month, file: await relationFile(lake, run, relation) })
    }
    views[name] = viewOf(files)
  }
  return views
}

interface Source {
  readonly file: string
  /** What the column `month` holds, where the file has no such column. */
  readonly month?: string
}

/** A view of the columns that the header declares, over all rows of Parquet files. */
export const viewOf =
  (sources: readonly Source[]): Given =>
  async (engine: Engine, relation: Relation): Promise<void> => {
    if (sources.length === 0) return createEmptyTable(engine, relation)
    const parts = sources.map(({ file, month }) => {
      const columns = columnsOf(relation).map(({ name }) =>
        name === 'month' && month !== undefined ? `${literal(month)} as month` : identifier(name),
      )
      return `select ${columns.join(', ')} from ${parquetRows(file)}`
    })
    await engine.run(`create view ${tableOf(relation)} as ${parts.join(' union all ')}`)
  }
