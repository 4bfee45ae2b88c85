import { fileURLToPath } from 'node:url'
import { loadPolicy } from '../../src/config/policy.ts'
import { parameterRow } from '../../src/night/policy/parameters.ts'
import type { CaseRow } from './case.ts'

const pipeline = fileURLToPath(new URL('../../pipelines/nightly.yaml', import.meta.url))

const parameter = {
  ...parameterRow(await loadPolicy(pipeline, 'caresource'), '2026-06-30', undefined),
  has_system_of_record: true,
}

/** Rows of policy `caresource` that every case has, and may override column by column. */
export const defaults: Readonly<Record<string, CaseRow>> = {
  'run.parameter': Object.fromEntries(
    Object.entries(parameter).map(([name, value]) => [name, value === null ? null : String(value)]),
  ),
}
