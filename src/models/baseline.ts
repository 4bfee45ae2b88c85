import { meant } from '../pipeline/meant.ts'
import { ConfigError } from '../pipeline/errors.ts'
import type { Relation } from './relation.ts'

/**
 * The relations of the baseline run that models read: `baseline.difference` has the columns of the
 * public relation whose last name is `difference`.
 * @throws ConfigError where no public relation, or more than one, is meant.
 */
export const baselineRelations = (all: readonly Relation[]): Relation[] => {
  const wanted = all.flatMap(({ header, file }) =>
    header.inputs
      .filter((input) => input.startsWith('baseline.'))
      .map((input) => ({ input, file })),
  )
  const files = new Map(wanted.map(({ input, file }) => [input, file]))
  return [...files.keys()].sort().map((name) => mirror(name, files.get(name) ?? '', all))
}

const mirror = (name: string, reader: string, all: readonly Relation[]): Relation => {
  const model = name.slice('baseline.'.length)
  const published = all.filter(({ header }) => header.public)
  const [source, ...others] = published.filter((relation) => relation.model === model)
  if (!source || others.length > 0) {
    throw new ConfigError(
      `${reader}: ${name} mirrors the one public relation called ${model}, found ${others.length > 0 ? 'several' : 'none'}`,
      meant(
        model,
        published.map((relation) => relation.model),
      ),
    )
  }
  const header = { ...source.header, inputs: [], audits: {}, public: false }
  return { ...source, name, room: 'baseline', header, sql: undefined }
}
