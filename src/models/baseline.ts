import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { Relation } from './relation.ts'

/** The relations of the baseline run that headers list as inputs, mirroring tonight's public ones. */
export const baselineRelations = (all: readonly Relation[]): Relation[] =>
  baselineNames(all).map((name) => mirrorOf(name, all))

/** Every `baseline.…` that a header lists as an input, in order. */
export const baselineNames = (all: readonly Relation[]): string[] => {
  const inputs = all.flatMap(({ header }) => header.inputs)
  return [...new Set(inputs.filter((input) => input.startsWith('baseline.')))].sort()
}

/**
 * Returns the declaration of `baseline.difference`: the columns of the public relation whose model is
 * named `difference`.
 * @throws ConfigError where no public relation, or more than one, has that name.
 */
export const mirrorOf = (name: string, all: readonly Relation[]): Relation => {
  const model = name.slice('baseline.'.length)
  const published = all.filter(({ header }) => header.public)
  const [source, ...others] = published.filter((relation) => relation.model === model)
  if (source && others.length === 0) {
    const header = { ...source.header, inputs: [], audits: {}, public: false }
    return { ...source, name, room: 'baseline', header, sql: undefined }
  }
  const reader = all.find(({ header }) => header.inputs.includes(name))
  const found = source ? [source, ...others].map((relation) => relation.name).join(', ') : 'none'
  throw new ConfigError(
    `${reader?.file ?? 'sql'}: ${name}: expected one public relation named ${model}, found ${found}`,
    didYouMean(
      model,
      published.map((relation) => relation.model),
    ),
  )
}
