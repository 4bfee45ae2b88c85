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

/** Describes in a few words what a column may hold. */
export const allowed = (rule: ColumnRule): string => {
  const one = rule.values?.join(', ') ?? `${kindNames[rule.kind]}${range(rule)}`
  return rule.list ? `list of ${one}` : one
}

const checkSentence = (check: Check): string =>
  check.check === 'not_below'
    ? `\`${check.column}\` must not be less than \`${check.than}\` (otherwise \`order:${check.column}\`).`
    : `Required: ${check.groups
        .map((group) => group.map((column) => `\`${column}\``).join(' with '))
        .join(' or ')} (otherwise \`missing:${check.column}\`).`

const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const correctionSentence = ({ when, needs }: NonNullable<FeedContract['correction']>): string => {
  const which = Object.entries(when).map(
    ([column, values]) => `\`${column}\` is ${codes(values).replaceAll(', ', ' or ')}`,
  )
  return `A row whose ${which.join(' or whose ')} is a correction. It needs only ${codes(needs)}; unreadable values in its other columns count as not given.`
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
      `- Delivery: ${feed.delivery === 'snapshot' ? 'snapshot (only the last delivery counts)' : 'incremental (all deliveries count)'}`,
    ].join('\n'),
    ['| column | holds | default | meaning |', '|---|---|---|---|', ...columns].join('\n'),
    ...(rules.length > 0 ? [rules.map((rule) => `- ${rule}`).join('\n')] : []),
  ].join('\n\n')
}

/** How to write each kind of value, in every feed. */
export const howToWrite: readonly string[] = [
  'Dates are ISO, `2026-06-30`; a timestamp gives its date as written.',
  `A last day is inclusive. Empty${openEnds.map((day) => `, ${day}`).join('')} = open-ended.`,
  'Numbers have a decimal point and no thousands separators.',
  'List items are separated by `|`.',
  'A state is a USPS code or a full name.',
  'A ZIP has five or nine digits.',
  'An NPI has ten digits, the last being its check digit.',
  'Listed values are spelled exactly as listed.',
]

/** Describes every feed as Markdown, from the contracts alone. */
export const feedDictionary = (all: readonly FeedContract[] = feeds): string =>
  [
    '# Feeds',
    'Columns marked * are required. A row that breaks a rule is rejected, and the reason names the first column that does.',
    howToWrite.map((sentence) => `- ${sentence}`).join('\n'),
    ...all.map(entry),
    '',
  ].join('\n\n')
