import { type Field, fieldsOf } from './parse.ts'
import { requestKinds } from './kinds.ts'

/** The kinds that a person asks for. */
const asked = [...requestKinds].filter(([kind]) => kind !== 'release')

/** What one cell can say. */
const inCsv = ({ name, shape }: Field): boolean => shape !== 'rows' && name !== 'requested_at'

/** The file that `empanel init` writes for requests: a header with every field that a kind has. */
export const requestTemplate = (): string => {
  const names = asked.flatMap(([kind]) =>
    fieldsOf(kind)
      .filter(inCsv)
      .map(({ name }) => name),
  )
  return `${['kind', ...new Set(names)].join(',')}\n`
}

/** What a person needs to know to fill it: the fields of each kind. */
export const requestGuide = (): string => {
  const common = fieldsOf('assign_patient')
    .filter(inCsv)
    .filter(({ name }) =>
      asked.every(([kind]) => fieldsOf(kind).some((field) => field.name === name)),
    )
    .filter(({ name }) => name !== 'reason')
  const names = new Set(common.map(({ name }) => name))
  return [
    'requests: changes that people ask for. `empanel request --file requests.csv --by NAME` shows what they',
    'would do and, with --yes, writes all of them or none. One row: one request, of the kind that it names.',
    'Columns marked * are required; those that a kind does not have stay empty or are left out.',
    'Several ids in one cell are separated by |; yes and no are written so; days as 2026-06-30.',
    '',
    'every kind',
    ...common.map(tell),
    ...asked.flatMap(([kind, schema]) => [
      '',
      `${kind}: ${schema.description ?? ''}`,
      ...fieldsOf(kind)
        .filter((field) => inCsv(field) && !names.has(field.name))
        .map(tell),
    ]),
    '',
  ].join('\n')
}

const tell = ({ name, meaning, values, required, shape }: Field): string => {
  const allowed = values ? ` (${values.join(', ')})` : shape === 'flag' ? ' (yes, no)' : ''
  return `  ${name}${required ? ' *' : ''}: ${meaning}${allowed}`
}
