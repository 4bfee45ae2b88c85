import { literal } from '../../../src/engine/engine.ts'
import { buildClaimComponents } from '../../../src/night/gather/claim-components.ts'
import { baselineRelations } from '../../../src/models/baseline.ts'
import { buildRoom } from '../../../src/models/build.ts'
import { findRelations } from '../../../src/models/find.ts'
import { columnsOf } from '../../../src/models/relation.ts'
import { rawRelations } from '../../../src/night/ingest/reading/raw-relations.ts'
import { openBuildContext } from '../../models/build-context.ts'
import { createEmptyTable } from '../../../src/models/table.ts'

/** A claim line of a test: a paid office visit, except for the columns given. */
export type Line = Readonly<Record<string, string | number>>

const usual: Line = {
  claim_id: 'C1',
  line_number: 1,
  frequency_code: '1',
  claim_status: 'paid',
  member_id: 'M1',
  provider_id: 'P1',
  service_date: '2026-03-02',
  procedure_code: '99213',
  file_rank: 1,
}

const declared = findRelations()
const inputs = [
  ...rawRelations(),
  ...baselineRelations(declared),
  ...declared.filter(({ room }) => room === 'run' || room === 'staging'),
]

/**
 * Builds the whole evidence room over these lines and returns the rows of `query`. Lines are numbered
 * by `record` in the order given, from 1.
 */
export const gathered = async <Row>(lines: readonly Line[], query: string): Promise<Row[]> => {
  const context = await openBuildContext()
  const { engine } = context
  try {
    for (const relation of inputs) await createEmptyTable(engine, relation)
    await engine.run(`insert into run.parameter (evidence_start, as_of)
      values (date '2024-06-30', date '2026-06-30')`)
    await engine.run(`insert into run.procedure_code
      select 'primary_care', year, code
      from (values (2024), (2025), (2026)) as y(year), (values ('99213'), ('99214')) as c(code)`)
    const claims = inputs.find(({ name }) => name === 'raw.claims')
    if (!claims) throw new Error('raw.claims is not declared')
    for (const [index, line] of lines.entries()) {
      const row: Line = { ...usual, record: index + 1, ...line }
      const values = columnsOf(claims).map(({ name, type }) => {
        const value = row[name]
        return value === undefined || value === ''
          ? 'null'
          : `cast(${literal(String(value))} as ${type})`
      })
      await engine.run(`insert into raw.claims values (${values.join(', ')})`)
    }
    await engine.run(`update raw.claims set key_hash = hash(claim_id, line_number) >> 1
      where claim_status not in ('denied', 'pending')`)
    await engine.run(`insert into raw.claim_shared_key
      select key_hash from raw.claims where key_hash is not null
      group by key_hash having count(*) > 1`)
    await buildRoom(context, 'evidence', {
      builders: { 'evidence.claim_component': buildClaimComponents },
      all: declared,
    })
    return await engine.all<Row>(query)
  } finally {
    engine.close()
  }
}

/** The records of the final lines, in their order. */
export const finalLines = async (lines: readonly Line[]): Promise<number[]> => {
  const rows = await gathered<{ record: number }>(
    lines,
    'select record from evidence.claim_line where is_final order by record',
  )
  return rows.map(({ record }) => record)
}
