import { z } from 'zod'
import { tidy } from './read-text.ts'

/** `column` must not be less than `than`: no last day before the first, no maximum below the minimum. */
interface NotBelow {
  readonly check: 'not_below'
  readonly column: string
  readonly than: string
}

/** At least one of the groups must be given completely; otherwise `column` is missing. */
interface OneGroup {
  readonly check: 'one_group'
  readonly column: string
  readonly groups: readonly (readonly string[])[]
}

/** A check between columns. It rejects a row for the column that it names. */
export type Check = NotBelow | OneGroup

/** Rows that correct others, and so need not be complete. A row with any of the values of `when` is one. */
export interface Correction {
  readonly when: Readonly<Record<string, readonly string[]>>
  /** Only these columns can reject such a row. An unreadable value in another is null or the default. */
  readonly needs: readonly string[]
}

export interface FeedDefinition {
  readonly name: string
  readonly summary: string
  /** What one row is, in words. */
  readonly grain: string
  /** Columns that identify a row. */
  readonly key: readonly [string, ...string[]]
  /** `snapshot`: only the last delivery counts; `incremental`: all of them. */
  readonly delivery: 'snapshot' | 'incremental'
  /** Whether a night without this feed is refused. */
  readonly required: boolean
  /** Answers to what earlier nights sent out. Guard rails ignore how many there are. */
  readonly isAnswer?: boolean
  readonly columns: Readonly<Record<string, z.ZodType>>
  readonly checks?: readonly Check[]
  readonly correction?: Correction
}

/** A feed's definition, and the `schema` that a row of text must satisfy. */
export type FeedContract<Definition extends FeedDefinition = FeedDefinition> = Definition & {
  readonly schema: z.ZodType
}

type Payload = z.core.ParsePayload<Record<string, unknown>>

/** Checks of whole rows that were built from data that the compiler reads too. */
export const knownRowChecks = new WeakSet<object>()

const rowCheck = (judge: (payload: Payload) => void) => {
  const check = z.core._check<Record<string, unknown>>(judge)
  check._zod.def.when = () => true
  knownRowChecks.add(check)
  return check
}

const failed = (payload: Payload, column: string): boolean =>
  payload.issues.some(({ path }) => path?.[0] === column)

const holds = (check: Check, { value, ...rest }: Payload): boolean => {
  if (check.check === 'one_group')
    return check.groups.some((group) => group.every((column) => value[column] !== undefined))
  const [column, than] = [value[check.column], value[check.than]]
  const payload = { value, ...rest }
  if (column === undefined || than === undefined) return true
  if (failed(payload, check.column) || failed(payload, check.than)) return true
  return (column as string | number) >= (than as string | number)
}

const betweenColumns = (check: Check) =>
  rowCheck((payload) => {
    if (holds(check, payload)) return
    payload.issues.push({
      code: 'custom',
      message: check.check === 'not_below' ? 'order' : 'missing',
      path: [check.column],
      input: payload.value,
    })
  })

/** Issues of readable values, which are kept: the amounts of a reversal are below zero. */
const outOfLimits: readonly unknown[] = ['too_small', 'too_big', 'custom']

const forgiveCorrections = ({ when, needs }: Correction, columns: FeedDefinition['columns']) =>
  rowCheck((payload) => {
    const corrects = Object.entries(when).some(([column, codes]) =>
      codes.includes(String(payload.value[column])),
    )
    if (!corrects) return
    for (const { code, path } of payload.issues) {
      const column = String(path?.[0])
      if (needs.includes(column) || outOfLimits.includes(code)) continue
      payload.value[column] = columns[column]?.safeParse(undefined).data
    }
    payload.issues = payload.issues.filter(({ path }) => needs.includes(String(path?.[0])))
  })

/**
 * Declares a feed. Its `schema` takes a row of text by column name. For a row to reject, an issue's
 * `path` is the column and its `message` the reason code.
 */
export const feed = <const Definition extends FeedDefinition>(
  definition: Definition,
): FeedContract<Definition> => {
  const { columns, key, checks = [], correction }: FeedDefinition = definition
  const rules = [
    ...checks.map(betweenColumns),
    ...(correction ? [forgiveCorrections(correction, columns)] : []),
  ]
  const row = z.object(columns).check(...rules)
  const schema = z
    .preprocess(tidyRow, row)
    .meta({ key, checks, ...(correction ? { correction } : {}) })
  return { ...definition, schema }
}

/** Trims every value of a row. The compiler recognizes this function. */
export const tidyRow = (row: unknown): unknown =>
  Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, tidy(value)]))
