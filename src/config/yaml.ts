import { LineCounter, type Document, isMap, isNode, isScalar, parseDocument } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { complaint } from './complaint.ts'

/**
 * Parses YAML with a strict schema. Throws a `ConfigError` that names file, line, column and key, and
 * for a misspelled key the one that was probably meant.
 */
export const parseYaml = <T extends z.ZodType>(
  file: string,
  text: string,
  schema: T,
): z.output<T> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const fault = document.errors[0]
  if (fault) {
    throw new ConfigError(
      `${at(file, lines, fault.pos[0])}: not valid YAML: ${fault.message}`,
      'Check the indentation and quotes there.',
    )
  }
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const problems = withoutEchoes(parsed.error.issues).flatMap((issue) =>
    explain(issue, schema, document),
  )
  throw new ConfigError(
    problems.map(({ offset, text }) => `${at(file, lines, offset)}: ${text}`).join('\n'),
  )
}

interface Problem {
  readonly offset: number
  readonly text: string
}

type Issue = z.core.$ZodIssue

const explain = (issue: Issue, schema: z.ZodType, document: Document): Problem[] => {
  const path = issue.path.filter((key) => typeof key !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, schema, document))
  }
  if (issue.code === 'invalid_key') {
    return [unknownKey(String(path.at(-1)), path.slice(0, -1), schema, document)]
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors
      .map((issues) => issues.map((inner) => ({ ...inner, path: [...path, ...inner.path] })))
      .sort((a, b) => depth(b) - depth(a))[0]
    if (branch && depth(branch) > path.length) {
      return withoutEchoes(branch).flatMap((inner) => explain(inner, schema, document))
    }
  }
  const found = document.getIn(path)
  return [
    {
      offset: offsetOf(document, path),
      text: `${path.length > 0 ? path.join('.') : 'the file'}: ${complaint(issue, isNode(found) ? found.toJSON() : found)}`,
    },
  ]
}

/** Drops issues of missing keys beside a misspelled one, which was probably meant. */
const withoutEchoes = (issues: readonly Issue[]): Issue[] => {
  const misspelt = issues.filter(({ code }) => code === 'unrecognized_keys')
  return issues.filter(
    ({ message, path }) =>
      !message.endsWith('received undefined') ||
      !misspelt.some((issue) => issue.path.length === path.length - 1),
  )
}

const unknownKey = (
  key: string,
  path: readonly PropertyKey[],
  schema: z.ZodType,
  document: Document,
): Problem => {
  const known = knownKeys(schema, path)
  return {
    offset: offsetOf(document, [...path, key]),
    text: `unknown key ${key}${inside(path)}. ${didYouMean(key, known) ?? `Known keys: ${known.join(', ')}.`}`,
  }
}

/** Whether an issue is about the keys of a map, so that a map was found. */
const isOfTheWhole = ({ code }: Issue): boolean => code === 'unrecognized_keys' || code === 'custom'

/** How deep in the file a branch of a union matched before it failed. The deepest was meant. */
const depth = (issues: readonly Issue[]): number =>
  Math.max(0, ...issues.map((issue) => issue.path.length + (isOfTheWhole(issue) ? 1 : 0)))

const inside = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '' : ` in ${path.map(String).join('.')}`

const at = (file: string, lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset)
  return `${file}:${line}:${col}`
}

/** Returns the offset of the key at a path, or of its nearest parent that exists. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === last,
      )
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

const knownKeys = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => [
  ...new Set(
    schemasAt(schema, path).flatMap(({ properties, propertyNames }) => [
      ...Object.keys(properties ?? {}),
      ...(propertyNames?.enum ?? []),
    ]),
  ),
]

const schemasAt = (schema: z.ZodType, path: readonly PropertyKey[]): JsonSchema[] =>
  path.reduce<JsonSchema[]>(
    (found, key) => found.flatMap((parent) => branches(child(parent, key))),
    branches(
      z.toJSONSchema(schema, {
        io: 'input',
        unrepresentable: 'any',
        reused: 'inline',
      }) as JsonSchema,
    ),
  )

const child = (parent: JsonSchema, key: PropertyKey): JsonSchema | undefined => {
  if (typeof key === 'number') return parent.items
  const named = parent.properties?.[String(key)]
  if (named) return named
  return typeof parent.additionalProperties === 'object' ? parent.additionalProperties : undefined
}

const branches = (schema: JsonSchema | undefined): JsonSchema[] =>
  schema === undefined
    ? []
    : [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(branches)]
