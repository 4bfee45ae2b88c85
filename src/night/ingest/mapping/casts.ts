import type { Kind } from '../../../feeds/column-rule.ts'
import { openEnds } from '../../../feeds/read-text.ts'

/** Kinds of column for which an unreadable value must not count as an absent one. */
const measured: readonly Kind[] = ['date', 'end-date', 'integer', 'number', 'amount', 'version']

/**
 * Returns SQL for an expression's value as text. Where the expression returns null for a date or
 * number that was given, the text is one that the contract rejects as `type:`; otherwise
 * `06/31/2026` would become an open end. An end date is given if any input column has a value, any
 * other if every one has.
 */
export const castOrReject = (expression: string, kind: Kind, inputs: readonly string[]): string => {
  const value = `cast((\n${expression}\n) as varchar)`
  if (inputs.length === 0 || !measured.includes(kind)) return value
  const given = inputs.map((sql) => `trim(${sql}, e' \\t\\r\\n') <> ''`)
  const isGiven = given.join(kind === 'end-date' ? ' or ' : ' and ')
  return `coalesce(${value}, case when ${isGiven} then 'unreadable' end)`
}

/** Returns SQL that turns the first day out of force into the last day in force. Open ends stay. */
export const dayBefore = (text: string): string => {
  const day = `try_cast(substr(trim(${text}), 1, 10) as date)`
  const ends = openEnds.map((end) => `date '${end}'`).join(', ')
  return `case when regexp_matches(trim(${text}), '^[0-9]{4}-[0-9]{2}-[0-9]{2}') and ${day} not in (${ends}) then cast(${day} - 1 as varchar) else ${text} end`
}
