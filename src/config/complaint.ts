import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** Describes an issue by what was expected and what was found, unless the schema has its own message. */
export const complaint = (issue: Issue, found: unknown): string => {
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message
  const expected = expectation(issue)
  return expected === undefined ? issue.message : `expected ${expected}, found ${shown(found)}`
}

const expectation = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1
        ? String(issue.values[0])
        : `one of ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}`
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}`
    case 'invalid_union': {
      const each = issue.errors.flat().map(expectation)
      return [...new Set(each)].filter((one) => one !== undefined).join(' or ') || undefined
    }
    default:
      return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  null: 'nothing',
  object: 'keys with values',
  record: 'keys with values',
}

/** The unit of a limit on a text or list. */
const unit = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' items' : ''

const shown = (found: unknown): string => {
  if (found === undefined || found === null) return 'nothing'
  if (Array.isArray(found)) return `a list of ${found.length}`
  return typeof found === 'object' ? 'keys with values' : JSON.stringify(found)
}
