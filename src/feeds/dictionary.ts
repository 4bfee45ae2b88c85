import { type ColumnRule, type Kind, columnRules } from './column-rule.ts'
import type { Check, FeedContract } from './contract.ts'
import { feeds } from './index.ts'
import { openEnds } from './read-text.ts'

const kindNames: Readonly<Record<Kind, string>> = {
  text: 'text',
  enum: 'one of',
  date: 'date',
  'end-date': 'last day',
  integer: 'whole number',
  number: 'number',
  amount: 'dollars',
  version: 'number',
  'usps-state': 'state',
  zip: 'ZIP',
  'county-fips': 'county (5 digits)',
  npi: 'NPI',
}

const range = ({ minimum, maximum }: ColumnRule): string => {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`
  if (minimum !== undefined) return `, from ${minimum}`
  return maximum === undefined ? '' : `, to ${maximum}`
}

/** What a column may hold, in a few words. */
export const allowed = (rule: ColumnRule): string => {
  const one = rule.values?.join(', ') ?? `${kindNames[rule.kind]}${range(rule)}`
  return rule.list ? `list of ${one}` : one
}

const checkSentence = (check: Check): string =>
  check.check === 'not_below'
    ? `\`${check.column}\` is not below \`${check.than}\` (else \`order:${check.column}\`).`
    : `Given is ${check.groups
        .map((group) => group.map((column) => `\`${column}\``).join(' with '))
        .join(' or ')} (else \`missing:${check.column}\`).`

const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const correctionSentence = ({ when, needs }: NonNullable<FeedContract['correction']>): string => {
  const which = Object.entries(when).map(
    ([column, values]) => `\`${column}\` is ${codes(values).replaceAll(', ', ' or ')}`,
  )
  return `A row whose ${which.join(' or whose ')} is a correction: it needs only ${codes(needs)}; what can't be read in its other columns is taken as not given.`
}

const entry = (feed: FeedContract): string => {
  const columns = columnRules(feed).map(
    (rule) =>
      `| \`${rule.name}\`${rule.required ? ' *' : ''} | ${allowed(rule)} | ${rule.fallback ?? ''} | ${rule.meaning} |`,
  )
  const rules = [
    ...(feed.checks ?? []).map(checkSentence),
    ...(feed.correction ? [correctionSentence(feed.correction)] : []),
  ]
  return [
    `## ${feed.name}`,
    `${feed.summary} ${feed.required ? 'Required.' : 'May be absent.'}`,
    [
      `- One row: ${feed.grain}`,
      `- Key: ${codes(feed.key)}`,
      `- Delivery: ${feed.delivery === 'snapshot' ? 'snapshot (only the last counts)' : 'incremental (all count)'}`,
    ].join('\n'),
    ['| column | holds | default | meaning |', '|---|---|---|---|', ...columns].join('\n'),
    ...(rules.length > 0 ? [rules.map((rule) => `- ${rule}`).join('\n')] : []),
  ].join('\n\n')
}

/** How each kind of value is to be written; it holds for every feed. */
export const howToWrite: readonly string[] = [
  'Dates are ISO, `2026-06-30`; a timestamp gives its date as written.',
  `A last day is inclusive; empty${openEnds.map((day) => `, ${day}`).join('')} = open.`,
  'Numbers have a point and no thousands separators.',
  'Items of a list are separated by `|`.',
  'A state is its USPS code or its full name.',
  'A ZIP has five or nine digits.',
  'An NPI has ten digits and a right check digit.',
  'Listed values are written exactly as listed.',
]

/** What each feed may hold, from the contracts and nothing else, as Markdown. */
export const feedDictionary = (all: readonly FeedContract[] = feeds): string =>
  [
    '# Feeds',
    'Columns marked * are required. A row that breaks a rule is rejected with the first column that does.',
    howToWrite.map((sentence) => `- ${sentence}`).join('\n'),
    ...all.map(entry),
    '',
  ].join('\n\n')
