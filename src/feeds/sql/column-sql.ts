import type { ColumnRule } from '../column-rule.ts'
import { among, enumReading, listReading, readings, tidied } from './reading.ts'

/** A reason to reject, and the SQL condition under which it holds. */
export interface Test {
  readonly code: string
  readonly when: string
}

const unreadable = (rule: ColumnRule, text: string, cast: string, read: string): Test[] => {
  const readNothing = { code: 'type', when: `${text} is not null and ${read} is null` }
  if (rule.list) {
    const code = rule.kind === 'usps-state' ? 'unknown' : 'type'
    return rule.kind === 'text' ? [] : [{ code, when: `list_count(${read}) < len(${cast})` }]
  }
  switch (rule.kind) {
    case 'text':
      return []
    case 'enum':
      return [{ code: 'unknown', when: `${text} not in ${among(rule.values ?? [])}` }]
    case 'usps-state':
      return [{ ...readNothing, code: 'unknown' }]
    case 'npi':
      return [
        { code: 'type', when: `${text} is not null and ${cast} is null` },
        { code: 'luhn', when: `${cast} is not null and ${read} is null` },
      ]
    default:
      return [readNothing]
  }
}

const outOfRange = ({ minimum, maximum }: ColumnRule, read: string): Test[] => [
  ...(minimum === undefined ? [] : [{ code: 'range', when: `${read} < ${minimum}` }]),
  ...(maximum === undefined ? [] : [{ code: 'range', when: `${read} > ${maximum}` }]),
]

/** SQL for a column in each step of the compiled query. */
export interface ColumnSql {
  readonly name: string
  readonly type: string
  readonly tidied: string
  /** Undefined where the column is read in one step. */
  readonly cast: string | undefined
  readonly read: string
  readonly value: string
  readonly tests: readonly Test[]
}

/** Returns what the compiled query computes for a column, and the tests that reject a row for it. */
export const columnSql = (rule: ColumnRule): ColumnSql => {
  const { name, kind, required, list } = rule
  const single = kind === 'enum' ? enumReading(rule) : readings[kind]
  const reading = list ? listReading(single) : single
  const [cast, read] = [`${name}__cast`, `${name}__read`]
  const none = list ? `coalesce(len(${cast}), 0) = 0` : `${name} is null`
  return {
    name,
    type: reading.type,
    tidied: tidied(name),
    cast: reading.cast?.(name),
    read: reading.read(name, cast),
    value: reading.value?.(read) ?? read,
    tests: [
      ...(required ? [{ code: 'missing', when: none }] : []),
      ...unreadable(rule, name, cast, read),
      ...outOfRange(rule, read),
    ],
  }
}
