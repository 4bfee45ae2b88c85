import { type ColumnRule, columnRules } from '../../../src/feeds/column-rule.ts'
import { type FeedName, feedNamed } from '../../../src/feeds/index.ts'

/** A delivery before it is written in some format: a header and its rows, as text. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Part of every text of a row. Where an error or a log contains it, it contains member data. */
export const mark = 'CANARY'

/** The column that distinguishes a feed's rows, so that the rows of many files differ. */
const ownKey: Partial<Record<FeedName, string>> = {
  enrollment: 'member_id',
  providers: 'provider_id',
  facilities: 'facility_id',
  claims: 'claim_id',
  scheduled_visits: 'visit_id',
  links: 'old_id',
  load_results: 'change_id',
  notice_results: 'notice_id',
}

const members = 40
const panels = 5

const fixed: Readonly<Record<string, string>> = {
  line_of_business: 'medicaid',
  lines_of_business: 'medicaid',
  specialty: '207Q00000X',
  procedure_code: '99213',
  pmp_required: 'Y',
  restricted: 'N',
  birth_date: '1980-05-05',
  panel_capacity: '100',
  latitude: '39.77',
  longitude: '-86.15',
}

const plain: Partial<Record<ColumnRule['kind'], string>> = {
  zip: '46204',
  'usps-state': 'IN',
  amount: '80.00',
  'end-date': '2031-12-31',
}

const valueOf = (feed: FeedName, rule: ColumnRule, salt: number, row: number): string => {
  const { name, kind, required } = rule
  if (name === ownKey[feed]) return `${mark}${feed.slice(0, 3)}${salt}x${row}`
  if (name === 'member_id') return `${mark}M${(salt * 7 + row) % members}`
  if (name === 'provider_id') return `${mark}P${(salt + row) % panels}`
  if (name === 'practice_id') return `${mark}K${salt % panels}`
  if (fixed[name] !== undefined) return fixed[name]
  if (kind === 'enum') return rule.values?.[row % rule.values.length] ?? ''
  if (!required && (row + name.length) % 3 === 0) return ''
  if (kind === 'text') return `${mark} ${name} ${row}`
  if (kind === 'date') return `2025-${10 + (row % 3)}-${10 + (salt % 18)}`
  return plain[kind] ?? (required ? '1' : '')
}

/** Rows that the feed's contract accepts, with all of its columns. */
export const validTable = (feed: FeedName, salt: number, count: number): Table => {
  const rules = columnRules(feedNamed(feed))
  return {
    header: rules.map(({ name }) => name),
    rows: Array.from({ length: count }, (_, row) =>
      rules.map((rule) => valueOf(feed, rule, salt, row)),
    ),
  }
}

/** The members and panels that rows of other feeds refer to, so that those are accepted. */
export const basePayer = (): Readonly<Record<'enrollment' | 'providers', Table>> => {
  const base = (feed: 'enrollment' | 'providers', letter: string, count: number): Table => {
    const { header, rows } = validTable(feed, 1, count)
    return { header, rows: rows.map((row, at) => [`${mark}${letter}${at}`, ...row.slice(1)]) }
  }
  return { enrollment: base('enrollment', 'M', members), providers: base('providers', 'P', panels) }
}
