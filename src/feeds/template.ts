import { columnRules } from './column-rule.ts'
import type { FeedContract } from './contract.ts'
import { allowed, howToWrite } from './dictionary.ts'

/** Returns the file that `empanel init` writes for a feed: its header line. */
export const feedTemplate = (feed: FeedContract): string =>
  `${columnRules(feed)
    .map(({ name }) => name)
    .join(',')}\n`

/** Explains how to fill the template, with one line for each column. */
export const feedGuide = (feed: FeedContract): string => {
  const rules = columnRules(feed)
  const width = Math.max(...rules.map(({ name }) => name.length)) + 2
  const columns = rules.map((rule) => {
    const name = `${rule.name}${rule.required ? ' *' : ''}`.padEnd(width)
    const fallback = rule.fallback === undefined ? '' : ` [${rule.fallback} if empty]`
    return `${name}  ${allowed(rule)}${fallback}: ${rule.meaning}`
  })
  return [
    `${feed.name}: ${feed.summary}`,
    `One row: ${feed.grain}. Columns marked * are required; others may be empty or left out.`,
    '',
    ...columns,
    '',
    ...howToWrite.map((sentence) => sentence.replaceAll('`', '')),
    '',
  ].join('\n')
}
