import { type Command, Option } from 'commander'
import { requestKinds } from '../requests/kinds.ts'
import { type Field, fieldsOf } from '../requests/parse.ts'

export interface RequestOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly yes?: boolean
}

/** The kinds that a person may ask for on the command line. */
const asked = [...requestKinds].filter(([kind]) => kind !== 'release')

/** The command of a kind: `assign_patient` is `assign-patient`. */
const commandOf = (kind: string): string => kind.replaceAll('_', '-')

/** The option of a field: `member_id` is `--member`, `effective_date` is `--effective`. */
export const optionOf = (field: string): string => {
  if (field === 'requested_by') return '--by'
  if (field === 'request_id') return '--request-id'
  return `--${field.replace(/(_ids?|_date)$/, '').replaceAll('_', '-')}`
}

/**
 * Adds a command for each kind of request, with an option for each field of its contract.
 *
 * @param send gets the fields as text, as a CSV file would have them
 */
export const addRequestKinds = (
  request: Command,
  shared: (command: Command) => Command,
  send: (cells: Record<string, string>, options: RequestOptions) => Promise<void>,
): void => {
  for (const [kind, schema] of asked) {
    const fields = fieldsOf(kind).filter(
      ({ name, shape }) => name !== 'requested_at' && shape !== 'rows',
    )
    const command = request.command(commandOf(kind)).description(schema.description ?? '')
    for (const field of fields) command.addOption(optionFor(field))
    shared(command).action(async (options: RequestOptions & Record<string, unknown>) => {
      const cells = fields.flatMap(({ name }) => {
        const value = options[attributeOf(name)]
        if (value === undefined) return []
        return [[name, Array.isArray(value) ? value.join('|') : String(value)]]
      })
      await send({ kind, ...Object.fromEntries(cells) }, options)
    })
  }
}

const attributeOf = (field: string): string => new Option(optionOf(field)).attributeName()

const optionFor = ({ name, meaning, shape, values, required }: Field): Option => {
  const placeholder = { text: ' <value>', list: ' <ids...>', rows: ' <json>', flag: '' }[shape]
  const notes = [
    ...(values ? [`one of ${values.join(', ')}`] : []),
    ...(required && name !== 'request_id' ? ['required'] : []),
    ...(name === 'request_id' ? ['default: one is made'] : []),
  ]
  return new Option(
    optionOf(name) + placeholder,
    notes.length > 0 ? `${meaning} (${notes.join('; ')})` : meaning,
  )
}
