import { columnRules } from './column-rule.ts'
import type { FeedContract } from './contract.ts'
import { allowed, howToWrite } from './dictionary.ts'

/**
 * What `empanel init` writes for a feed: an explanation of each column in lines that start with `#`,
 * then the header. Everything above the header is to be deleted before the file is used.
 */
export const feedTemplate = (feed: FeedContract): string => {
  const rules = columnRules(feed)
  const width = Math.max(...rules.map(({ name }) => name.length)) + 2
  const columns = rules.map((rule) => {
    const name = `${rule.name}${rule.required ? ' *' : ''}`.padEnd(width)
    const fallback = rule.fallback === undefined ? '' : ` [${rule.fallback} if empty]`
    return `# ${name}  ${allowed(rule)}${fallback}: ${rule.meaning}`
  })
  return [
    `# ${feed.name}: ${feed.summary}`,
    `# One row: ${feed.grain}. Columns marked * are required; others may be empty or left out.`,
    '# Delete the lines that start with # before you put the file into the inbox.',
    '#',
    ...columns,
    '#',
    ...howToWrite.map((sentence) => `# ${sentence.replaceAll('`', '')}`),
    rules.map(({ name }) => name).join(','),
    '',
  ].join('\n')
}
