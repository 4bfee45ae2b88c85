import { requestKinds } from './kinds.ts'
import { type Field, fieldsOf } from './parse.ts'

/** The page of the reference that tells every kind of request and its fields. */
export const requestDictionary = (): string => {
  const kinds = [...requestKinds].map(([kind, schema]) => {
    const rows = fieldsOf(kind).map(
      (field) =>
        `| ${field.name}${field.required ? ' \\*' : ''} | ${allowed(field)} | ${field.meaning} |`,
    )
    return `## ${kind}\n\n${sentence(schema.description ?? '')}\n\n| field | values | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# Requests\n\nThe kinds of request and their fields, as a CSV or NDJSON file has them beside \`kind\`. \\* = required. \`requested_by\` may come from \`--by\`, and \`requested_at\` is now if it is not given. In CSV a list is separated by \`|\` and a yes is \`Y\`.\n\n${kinds.join('\n')}`
}

const allowed = ({ name, shape, values }: Field): string => {
  if (values) return values.join(', ')
  if (shape === 'rows') return 'list of objects, in NDJSON only'
  if (shape === 'list') return 'list of ids'
  if (shape === 'flag') return 'yes or no; no if not given'
  if (name.endsWith('_date')) return 'day'
  if (name.endsWith('_at')) return 'time in UTC'
  return name.endsWith('_id') ? 'id' : 'text'
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
