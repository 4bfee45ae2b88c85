import { columnRules, type ColumnRule } from '../../src/feeds/column-rule.ts'
import { type Feed, type FeedName, feeds } from '../../src/feeds/index.ts'
import { csv } from './night.ts'

type Row = Record<string, string>

/** Values that are recognizable wherever they leak, and the files that contain them. */
export interface Canaries {
  /** Of columns in a contract. */
  readonly values: readonly string[]
  /** Of columns in no contract. */
  readonly unmapped: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

/** Values that rows need to be accepted; ids of providers and practices name files. */
const fixed: Readonly<Record<string, string>> = {
  line_of_business: 'medicaid',
  lines_of_business: 'medicaid',
  provider_id: 'P1',
  practice_id: 'K1',
  specialty: '207Q00000X',
  procedure_code: '99213',
  pmp_required: 'Y',
  restricted: 'N',
}

const plain: Readonly<Record<string, string>> = { zip: '46204', 'usps-state': 'IN' }

const lasting = /end|to$|until|death|redetermination/

/**
 * A file for every feed: two rows that are accepted, one for each column that can fail where that
 * column fails, and in each row a column that is in no contract. Every text, date, amount and place
 * in them is like no other.
 */
export const makeCanaries = (): Canaries => {
  const values = new Set<string>()
  const unmapped: string[] = []
  let next = 0
  const fresh = (): number => next++
  const keep = (value: string): string => {
    values.add(value)
    return value
  }
  const day = (century: number): string =>
    new Date(Date.UTC(century + 31, 0, 1 + fresh())).toISOString().slice(0, 10)

  const good = (feed: FeedName, rule: ColumnRule): string => {
    const { name, kind } = rule
    if (feed !== 'links' && fixed[name] !== undefined) return fixed[name]
    if (name === 'member_id' && feed !== 'scheduled_visits') return keep('CANARYmember')
    if (kind === 'text') return keep(`CANARY${fresh()}${name}`)
    if (kind === 'date' || kind === 'end-date') return keep(day(lasting.test(name) ? 2900 : 1900))
    if (kind === 'amount') return keep(`${81_000 + fresh()}.37`)
    if (name === 'latitude') return keep(`39.7${1_000_000 + fresh()}`)
    if (name === 'longitude') return keep(`-86.1${1_000_000 + fresh()}`)
    if (kind === 'enum') return rule.values?.[0] ?? ''
    return plain[kind] ?? (rule.required ? '1' : '')
  }

  const row = (feed: Feed, change: (rule: ColumnRule) => string | undefined): Row => {
    const secret = `UNMAPPED${fresh()}value`
    unmapped.push(secret)
    const cells = columnRules(feed).map((rule): [string, string] => [
      rule.name,
      change(rule) ?? good(feed.name, rule),
    ])
    return { ...Object.fromEntries(cells), private_note: secret }
  }

  const broken = (feed: Feed): Row[] =>
    columnRules(feed)
      .filter(({ kind, list }) => kind !== 'text' && kind !== 'version' && !list)
      .map((failing) =>
        row(feed, ({ name }) =>
          name === failing.name
            ? keep(`BROKEN${fresh()}${name}`)
            : name === 'member_id' || feed.key[0] === name
              ? keep(`CANARY${fresh()}id`)
              : undefined,
        ),
      )

  const accepted = (feed: Feed): Row[] => [
    row(feed, ({ name, required, kind }) =>
      required || kind === 'text' || fixed[name] ? undefined : '',
    ),
  ]

  const files = feeds.map((feed): [string, string] => [
    `inbox/${feed.name}/2026-06-30.csv`,
    csv([...accepted(feed), row(feed, () => undefined), ...broken(feed)]),
  ])
  return { values: [...values], unmapped, files: Object.fromEntries(files) }
}
