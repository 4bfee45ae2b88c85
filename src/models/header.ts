import { LineCounter, parseDocument, isMap, isScalar, type Document } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../pipeline/errors.ts'
import { meant } from '../pipeline/meant.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a lower-case name like member_id')

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

/** What a relation says of itself: the YAML at the head of its file. */
export const headerSchema = z.strictObject({
  summary: sentence.meta({ description: 'What a row is, and why it is here.' }),
  grain: z.array(name).meta({
    description: 'The columns that name a row: never null, and unique together. Empty: one row.',
  }),
  inputs: z.array(relationName).default([]),
  columns: z.record(name, z.strictObject({ type: columnType, meaning: sentence })),
  audits: z
    .record(name, sentence)
    .default({})
    .meta({ description: 'Queries that return the bad rows; they run every night.' }),
  public: z
    .boolean()
    .default(false)
    .meta({
      description: 'Written to runs/<run_id>/<schema>/<relation>.parquet, ordered by grain.',
    }),
  made_by: z.string().optional().meta({ description: 'The source file that makes the rows.' }),
})

export type Header = z.infer<typeof headerSchema>

/**
 * Reads a header. `firstLine` is the file's line on which `yaml` begins.
 * @throws ConfigError naming file, line, what was found and what was probably meant.
 */
export function parseHeader(yaml: string, file: string, firstLine = 1): Header {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines })
  const at = (offset: number) => `${file}:${lines.linePos(offset).line + firstLine - 1}`
  const broken = document.errors[0]
  if (broken) throw new ConfigError(`${at(broken.pos[0])}: ${broken.message.split(' at line')[0]}`)
  const parsed = headerSchema.safeParse(document.toJS() ?? {})
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const path = unknown === undefined ? issue.path : [...issue.path, unknown]
    const where = `${at(offsetOf(document, path))}: ${issue.path.join('.') || 'the header'}`
    if (unknown === undefined) throw new ConfigError(`${where}: ${issue.message}`)
    const known = issue.path.length === 0 ? Object.keys(headerSchema.shape) : ['type', 'meaning']
    throw new ConfigError(
      `${where} has no key "${unknown}"; it has ${known.join(', ')}`,
      meant(unknown, known) ?? 'A text with a comma in it needs quotes.',
    )
  }
  const stray = parsed.data.grain.find((column) => !(column in parsed.data.columns))
  if (stray !== undefined) {
    throw new ConfigError(
      `${at(offsetOf(document, ['grain']))}: grain names ${stray}, which is not among the columns`,
      meant(stray, Object.keys(parsed.data.columns)),
    )
  }
  return parsed.data
}

/** Where the value at `path` begins, or the nearest thing around it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last)
      if (pair && isScalar(pair.key)) return pair.key.range?.[0] ?? 0
    }
  }
  return 0
}
