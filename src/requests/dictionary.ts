import { requestKinds } from './kinds.ts'
import { type Field, fieldsOf } from './parse.ts'

/** Returns the reference page of every kind of request and its fields. */
export const requestDictionary = (): string => {
  const kinds = [...requestKinds].map(([kind, schema]) => {
    const rows = fieldsOf(kind).map(
      (field) =>
        `| ${field.name}${field.required ? ' \\*' : ''} | ${allowed(field)} | ${field.meaning} |`,
    )
    return `## ${kind}\n\n${sentence(schema.description ?? '')}\n\n| field | values | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# Requests\n\nThe kinds of request and their fields. A CSV or NDJSON file names the kind in \`kind\`. \\* = required. \`--by\` supplies \`requested_by\` where a row has none, and \`requested_at\` is the current time unless given. In CSV, separate the items of a list with \`|\` and write \`yes\` or \`no\`.\n\n${kinds.join('\n')}`
}

const allowed = ({ name, shape, values }: Field): string => {
  if (values) return values.join(', ')
  if (shape === 'rows') return 'list of objects, in NDJSON only'
  if (shape === 'list') return 'list of ids'
  if (shape === 'flag') return 'yes or no (default no)'
  if (name.endsWith('_date')) return 'day'
  if (name.endsWith('_at')) return 'time in UTC'
  return name.endsWith('_id') ? 'id' : 'text'
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
