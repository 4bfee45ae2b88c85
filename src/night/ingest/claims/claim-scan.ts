import type { ContractSql } from '../../../feeds/sql/contract-sql.ts'
import { literal } from '../../../engine/engine.ts'
import { type MappedFile, checkedRows } from '../reading/mapped-file.ts'

/** Denied and pending lines replace nothing and correct nothing. */
const standing = `claim_status not in ('denied', 'pending')`

/**
 * Hash of claim and line number. Two keys have the same hash with a chance of one in 2^63, so it only
 * finds candidates.
 */
export const keyHash = 'cast(hash(claim_id, line_number) >> 1 as bigint)'

/** Lines that some model may need on some night, by their codes, denied or not. */
const byCode = `kept_code.procedure_code is not null or emergency_place.place_of_service is not null or emergency_revenue.revenue_code is not null`

/** Lines that correct others or belong to a claim family. */
const corrects = `(frequency_code in ('7', '8') or claim_status = 'reversed' or original_claim_id is not null) and ${standing}`

/**
 * Parquet options for scans. No one looks up single values in them, and a dictionary of ids and amounts
 * that hardly repeat takes more room than the values.
 */
export const asParquet =
  '(format parquet, parquet_version v2, compression lz4_raw, dictionary_size_limit 500, write_bloom_filter false)'

/**
 * Returns the statement that scans a file of claims: it reads the file once and writes for every line
 * its `place`, its outcome, and `key_hash` (null where the line can replace nothing). The contract's
 * columns are written for lines that a model may need, ids also for rejected ones. The statement
 * contains no date, so its result serves every night.
 */
export const scanClaims = (
  file: MappedFile,
  contract: ContractSql,
  faults: string,
  target: string,
): string => {
  const ids = ['member_id', 'provider_id']
  const columns = contract.columns.map(
    ({ name }) =>
      `case when kept${ids.includes(name) ? ' or verdict is not null' : ''} then ${name} end as ${name}`,
  )
  return `copy (
    with kept_code as (select procedure_code from run.kept_code),
    emergency_place as (
      select distinct place_of_service from run.place_of_service where list = 'emergency'
    ),
    emergency_revenue as (select distinct revenue_code from run.revenue_code),
    judged as (
      select line.*, passes and verdict is null as accepted,
        coalesce(passes and verdict is null and (${corrects}), false) as corrects,
        coalesce(passes and verdict is null and ((${corrects}) or ${byCode}), false) as kept
      from ${checkedRows(file, contract, faults)} as line
      left join kept_code on kept_code.procedure_code = line.procedure_code
      left join emergency_place on emergency_place.place_of_service = line.place_of_service
      left join emergency_revenue on emergency_revenue.revenue_code = line.revenue_code
    )
    select place, place as record, passes, accepted, kept, corrects, verdict, raw,
      case when accepted and ${standing} then ${keyHash} end as key_hash,
      ${columns.join(', ')}
    from judged
  ) to ${literal(target)} ${asParquet}`
}
