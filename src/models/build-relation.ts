import type { Engine } from '../engine/engine.ts'
import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'
import { auditsOf } from './audits.ts'
import { columnMismatch } from './columns.ts'
import { inlineImports } from './inline-imports.ts'
import { provesItsGrain } from './proven-grain.ts'
import type { Relation } from './relation.ts'
import { tableOf } from './table.ts'

/** An audit that ran, and the number of bad rows that it found. */
export interface AuditResult {
  readonly audit: string
  readonly bad: number
}

/**
 * Creates the table, or view, of a SQL model, whose inputs must exist.
 * @throws EmpanelError naming the file; the message never quotes a member's data.
 */
export const createRelation = async (
  engine: Engine,
  relation: Relation,
  sql: string,
): Promise<void> => {
  try {
    const kind = relation.header.view ? 'view' : 'table'
    await engine.run(`create ${kind} ${tableOf(relation)} as\n${inlineImports(sql)}`)
  } catch (error) {
    const message = withoutValues(error)
    throw new EmpanelError(
      `${relation.file}: ${message}`,
      exitCode.failed,
      message.startsWith('Out of Memory')
        ? 'Nothing was published. Raise settings.memory_limit in the pipeline file, or lower settings.threads.'
        : undefined,
    )
  }
}

/** Errors about names and syntax in full; of others, which may quote a member's data, only the kind. */
const withoutValues = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error)
  return /^(Parser|Binder|Catalog) Error/.test(message)
    ? message
    : (/^[\w ]+ Error/.exec(message)?.[0] ?? 'the engine reported an error')
}

/** @throws ConfigError where the columns are not the ones that the header declares. */
export const checkColumns = async (engine: Engine, relation: Relation): Promise<void> => {
  const mismatch = columnMismatch(relation, await engine.describe(tableOf(relation)))
  if (mismatch !== undefined) throw new ConfigError(`${relation.file}: ${mismatch}`)
}

/**
 * Runs every audit of a relation that is built. `all` are the relations that it may read; `rows` is
 * its row count, where it was counted.
 */
export const auditRelation = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
  rows?: number,
): Promise<AuditResult[]> => {
  const results: AuditResult[] = []
  const isUnique = await isProven(engine, relation, all)
  for (const { name, sql } of auditsOf(relation, isUnique, rows)) {
    const found = sql === undefined ? undefined : await engine.first<{ bad: number }>(sql)
    results.push({ audit: name, bad: found?.bad ?? 0 })
  }
  return results
}

/** A proof holds for every night of this process, because the text of a model does not change. */
const proofs = new WeakMap<Relation, boolean>()

const isProven = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<boolean> => {
  const cached = proofs.get(relation)
  if (cached !== undefined) return cached
  const proof = await provesItsGrain(engine, relation, all)
  proofs.set(relation, proof)
  return proof
}

/** @throws EmpanelError where an audit found bad rows; `consequence` states what was not done. */
export const refuseBadRows = (
  relation: Relation,
  results: readonly AuditResult[],
  consequence: string,
): void => {
  const failed = results
    .filter(({ bad }) => bad > 0)
    .map(({ audit, bad }) => `${audit} found ${bad} bad row${bad === 1 ? '' : 's'}`)
  if (failed.length === 0) return
  throw new EmpanelError(
    `${relation.name}: expected no bad rows; audit ${failed.join('; audit ')}`,
    exitCode.failed,
    `${consequence} The audits are in the header of ${relation.file}.`,
  )
}
