import { type Field, fieldsOf } from './parse.ts'
import { requestKinds } from './kinds.ts'

/** The kinds that a person can send. */
const sendable = [...requestKinds].filter(([kind]) => kind !== 'release')

/** Whether one cell can hold the field. */
const inCsv = ({ name, shape }: Field): boolean => shape !== 'rows' && name !== 'requested_at'

/** Returns the request file that `empanel init` writes: a header with every field of every kind. */
export const requestTemplate = (): string => {
  const names = sendable.flatMap(([kind]) =>
    fieldsOf(kind)
      .filter(inCsv)
      .map(({ name }) => name),
  )
  return `${['kind', ...new Set(names)].join(',')}\n`
}

/** Describes how to fill the template: the fields of each kind. */
export const requestGuide = (): string => {
  const common = fieldsOf('assign_patient')
    .filter(inCsv)
    .filter(({ name }) =>
      sendable.every(([kind]) => fieldsOf(kind).some((field) => field.name === name)),
    )
    .filter(({ name }) => name !== 'reason')
  const names = new Set(common.map(({ name }) => name))
  return [
    'requests: changes that people request. `empanel request --file requests.csv --by NAME` shows what they',
    'would do and, with --yes, writes all of them or none. Each row is one request, of the kind that it names.',
    'Columns marked * are required. Leave columns that a kind does not have empty, or leave them out.',
    'Separate several ids in one cell with |. Write yes or no, and days as 2026-06-30.',
    '',
    'every kind',
    ...common.map(describeField),
    ...sendable.flatMap(([kind, schema]) => [
      '',
      `${kind}: ${schema.description ?? ''}`,
      ...fieldsOf(kind)
        .filter((field) => inCsv(field) && !names.has(field.name))
        .map(describeField),
    ]),
    '',
  ].join('\n')
}

const describeField = ({ name, meaning, values, required, shape }: Field): string => {
  const allowed = values ? ` (${values.join(', ')})` : shape === 'flag' ? ' (yes, no)' : ''
  return `  ${name}${required ? ' *' : ''}: ${meaning}${allowed}`
}
