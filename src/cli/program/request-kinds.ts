import { type Command, Option } from 'commander'
import { requestKinds } from '../../requests/kinds.ts'
import { type Field, fieldsOf } from '../../requests/parse.ts'
import { optionOf } from '../arguments.ts'
import type { SendOptions } from './send-requests.ts'

/** The kinds that a person may request; a release has a command of its own. */
const kinds = [...requestKinds].filter(([kind]) => kind !== 'release')

/**
 * Adds a command for each kind of request, with an option for each field of its contract.
 *
 * @param send receives the fields as text, as a CSV file has them
 */
export const addRequestKinds = (
  request: Command,
  shared: (command: Command) => Command,
  send: (cells: Record<string, string>, options: SendOptions) => Promise<void>,
): void => {
  for (const [kind, schema] of kinds) {
    const fields = fieldsOf(kind).filter(
      ({ name, shape }) => name !== 'requested_at' && shape !== 'rows',
    )
    const command = request.command(kind.replaceAll('_', '-')).description(schema.description ?? '')
    for (const field of fields) command.addOption(optionFor(field))
    shared(command).action((options: SendOptions & Record<string, unknown>) => {
      const cells = fields.flatMap(({ name }) => {
        const value = options[attributeOf(name)]
        if (value === undefined) return []
        return [[name, Array.isArray(value) ? value.join('|') : String(value)]]
      })
      return send({ kind, ...Object.fromEntries(cells) }, options)
    })
  }
}

const attributeOf = (field: string): string => new Option(optionOf(field)).attributeName()

const optionFor = ({ name, meaning, shape, values, required }: Field): Option => {
  const placeholder = { text: ' <value>', list: ' <ids...>', rows: ' <json>', flag: '' }[shape]
  const notes = [
    ...(values ? [`one of ${values.join(', ')}`] : []),
    ...(required && name !== 'request_id' ? ['required'] : []),
    ...(name === 'request_id' ? ['default: generated'] : []),
  ]
  return new Option(
    optionOf(name) + placeholder,
    notes.length > 0 ? `${meaning} (${notes.join('; ')})` : meaning,
  )
}
