import { fileURLToPath } from 'node:url'
import { loadPolicy } from '../../src/config/policy.ts'
import { parameterRow } from '../../src/night/policy/parameters.ts'
import { panelTestRows } from '../../src/rules/panel-tests.ts'
import type { CaseRow } from './case.ts'

const pipeline = fileURLToPath(new URL('../../pipelines/nightly.yaml', import.meta.url))

const parameter = {
  ...parameterRow(await loadPolicy(pipeline, 'caresource'), '2026-06-30', undefined),
  has_system_of_record: true,
}

const asText = (row: Readonly<Record<string, unknown>>): CaseRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  )

/**
 * Rows that every case has: of run.parameter the one of policy `caresource`, which a case may override
 * column by column; of run.panel_test all, which a case may replace.
 */
export const defaults: Readonly<Record<string, readonly CaseRow[]>> = {
  'run.parameter': [asText(parameter)],
  'run.panel_test': panelTestRows.map(asText),
}
