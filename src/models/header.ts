import { z } from 'zod'
import { parseYaml } from '../config/yaml.ts'
import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a lowercase name like member_id')

const relationName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'expected room.model, like evidence.visit')

const columnType = z
  .string()
  .regex(
    /^(VARCHAR|BOOLEAN|INTEGER|BIGINT|DOUBLE|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))$/,
    'expected VARCHAR, BOOLEAN, INTEGER, BIGINT, DOUBLE, DATE, TIMESTAMP or "DECIMAL(18,2)" (quoted)',
  )

const sentence = z.string().trim().min(1, 'expected a sentence')

/** The header of a relation: the YAML at the top of its file. */
const headerSchema = z.strictObject({
  /** What a row is, and what it is for. */
  summary: sentence,
  /** The columns that identify a row: never null, and unique together. Empty: there is one row. */
  grain: z.array(name),
  /** Every relation that it reads. */
  inputs: z.array(relationName).default([]),
  columns: z.record(name, z.strictObject({ type: columnType, meaning: sentence })),
  /** Queries that return the bad rows; they run every night. */
  audits: z.record(name, sentence).default({}),
  /** Whether it is written to runs/<run_id>/<schema>/<relation>.parquet, ordered by grain. */
  public: z.boolean().default(false),
  /** Whether each reader computes it: for a relation larger than those built from it. */
  view: z.boolean().default(false),
  /** The source file that builds the rows, where no query does. */
  made_by: z.string().optional(),
  /** Whether it is the union of all models whose headers name it in `part_of`. */
  union: z.literal(true).optional(),
  /** The union that includes its rows. */
  part_of: relationName.optional(),
})

export type Header = z.infer<typeof headerSchema>

/**
 * Parses a header that begins on line `firstLine` of its file.
 * @throws ConfigError with file, line, what was found and what was probably meant.
 */
export const parseHeader = (yaml: string, file: string, firstLine = 1): Header => {
  const header = parseYaml(file, '\n'.repeat(firstLine - 1) + yaml, headerSchema)
  if (header.view && header.public) {
    throw new ConfigError(`${file}: expected a view or a public relation, found both`)
  }
  const columns = Object.keys(header.columns)
  const stray = header.grain.find((column) => !columns.includes(column))
  if (stray === undefined) return header
  throw new ConfigError(
    `${file}: grain: expected names of its columns, found ${stray}`,
    didYouMean(stray, columns),
  )
}
