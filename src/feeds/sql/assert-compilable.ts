import type { z } from 'zod'
import { knownReaders } from '../columns.ts'
import { knownRowChecks, tidyRow, type FeedContract } from '../contract.ts'
import { ConfigError } from '../../base/errors.ts'

/** Checks that a JSON Schema shows. It leaves out refinements and overwrites, which are functions. */
const visible = new Set('string_format number_format greater_than less_than min_length'.split(' '))

/** Types that the JSON Schema describes completely. Others, such as `catch`, would hide failures. */
const plain = new Set('object array string number enum pipe optional default transform'.split(' '))

const transforms: ReadonlySet<unknown> = new Set([...knownReaders, tidyRow])

const children = (def: z.core.$ZodTypes['_zod']['def']): [string, z.core.$ZodType][] => {
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape)
    case 'pipe':
      return [
        ['', def.in],
        ['', def.out],
      ]
    case 'optional':
    case 'default':
      return [['', def.innerType]]
    case 'array':
      return [['', def.element]]
    default:
      return []
  }
}

const hiddenIn = (schema: z.core.$ZodType): string | undefined => {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (!plain.has(def.type)) return `the type "${def.type}"`
  if (def.type === 'transform') return transforms.has(def.transform) ? undefined : 'a transform'
  const hidden = (def.checks ?? []).find(
    (check) => !knownRowChecks.has(check) && !visible.has(check._zod.def.check),
  )
  return hidden && `a check of kind "${hidden._zod.def.check}"`
}

const search = (where: string, schema: z.core.$ZodType): void => {
  const hidden = hiddenIn(schema)
  if (hidden)
    throw new ConfigError(
      `The contract of ${where} has ${hidden}, which cannot be compiled to SQL, so rows would pass unchecked.`,
      'Declare it as data: as a kind of column in src/feeds/columns.ts or a check in src/feeds/contract.ts.',
    )
  for (const [name, child] of children((schema as z.core.$ZodTypes)._zod.def))
    search(name ? `${where}.${name}` : where, child)
}

/**
 * Throws a ConfigError for a contract with functions of its own. A JSON Schema leaves those out, so the
 * SQL that is compiled from it would too.
 */
export const assertCompilable = ({ name, schema }: FeedContract): void => search(name, schema)
