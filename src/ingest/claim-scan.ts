import { type Engine, literal } from '../engine/engine.ts'
import type { ContractSql } from '../feeds/sql/contract-sql.ts'
import { type MappedFile, checkedRows } from './mapped-file.ts'

/** A line that counts for something, or did; the others replace nothing and correct nothing. */
const standing = `claim_status not in ('denied', 'pending')`

/**
 * SQL for a line that a model may need: by its code in the time that counts, denied or not, or as a
 * correction or a part of a claim family.
 */
export const worthKeeping = async (engine: Engine): Promise<string> => {
  const row = await engine.first<{ evidence_start: string; as_of: string }>(
    'select evidence_start, as_of from run.parameter',
  )
  if (!row) throw new Error('run.parameter has no row')
  const inTime = `service_date > date '${row.evidence_start}' and service_date <= date '${row.as_of}'`
  const code = `kept_code.procedure_code is not null or emergency_place.place_of_service is not null or emergency_revenue.revenue_code is not null`
  const corrects = `frequency_code in ('7', '8') or claim_status = 'reversed' or original_claim_id is not null`
  return `coalesce(((${code}) and ${inTime}) or ((${corrects}) and ${standing}), false)`
}

/**
 * A statement that reads a file of claims once and writes of every line its `place`, its fate and
 * `key_hash`, a hash of claim and line number (null where it can replace nothing); the contract's
 * columns only where `kept`.
 */
export const scanClaims = (
  file: MappedFile,
  contract: ContractSql,
  worth: string,
  faults: string,
  target: string,
): string => {
  const columns = contract.columns.map(({ name }) => `case when kept then ${name} end as ${name}`)
  return `copy (
    with kept_code as (select procedure_code from run.kept_code),
    emergency_place as (
      select distinct place_of_service from run.place_of_service where list = 'emergency'
    ),
    emergency_revenue as (select distinct revenue_code from run.revenue_code),
    judged as (
      select line.*, passes and verdict is null as accepted,
        passes and verdict is null and ${worth} as kept
      from ${checkedRows(file, contract, faults)} as line
      left join kept_code on kept_code.procedure_code = line.procedure_code
      left join emergency_place on emergency_place.place_of_service = line.place_of_service
      left join emergency_revenue on emergency_revenue.revenue_code = line.revenue_code
    )
    select cast(${file.rank} as integer) as file_rank, place, passes, verdict, raw, kept,
      case when verdict is not null then member_id end as rejected_member_id,
      case when verdict is not null then provider_id end as rejected_provider_id,
      case when accepted and ${standing} then hash(claim_id, line_number) end as key_hash,
      ${columns.join(', ')}
    from judged
  ) to ${literal(target)} (format parquet)`
}
