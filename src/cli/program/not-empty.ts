import type { Command } from 'commander'
import { ConfigError } from '../../base/errors.ts'

/** Throws a `ConfigError` where an argument or an option of the command was given without any text. */
export const refuseEmpty = (command: Command): void => {
  command.registeredArguments.forEach((argument, at) => {
    if (isEmpty(command.processedArgs[at]))
      throw new ConfigError(`<${argument.name()}> must not be empty.`)
  })
  for (const option of command.options) {
    if (!isEmpty(command.getOptionValue(option.attributeName()))) continue
    throw new ConfigError(
      `${option.long} must not be empty.`,
      `${option.flags}  ${option.description}`,
    )
  }
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isEmpty) : typeof value === 'string' && value.trim() === ''
