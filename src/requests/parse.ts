import { z } from 'zod'
import { didYouMean } from '../base/suggest.ts'
import { type Request, requestKinds } from './kinds.ts'

/** A field of a kind, as files and command-line options use it. */
export interface Field {
  readonly name: string
  readonly meaning: string
  readonly shape: 'text' | 'list' | 'rows' | 'flag'
  readonly values: readonly string[] | undefined
  readonly required: boolean
}

/** Lists the fields of a kind, in the order of its contract, without `kind` itself. */
export const fieldsOf = (kind: string): readonly Field[] =>
  Object.entries(requestKinds.get(kind)?.shape ?? {}).flatMap(([name, schema]) =>
    name === 'kind' ? [] : [fieldOf(name, schema)],
  )

const fieldOf = (name: string, schema: z.core.$ZodType): Field => {
  const inner = bare(schema)
  return {
    name,
    meaning: meaningOf(schema) ?? meaningOf(inner) ?? '',
    shape: shapeOf(inner),
    values: inner instanceof z.ZodEnum ? inner.options.map(String) : undefined,
    required: inner === schema,
  }
}

const shapeOf = (schema: z.core.$ZodType): Field['shape'] => {
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodObject ? 'rows' : 'list'
  return schema instanceof z.ZodBoolean ? 'flag' : 'text'
}

const bare = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema

const meaningOf = (schema: z.core.$ZodType): string | undefined =>
  schema instanceof z.ZodType ? schema.description : undefined

/** A request, or everything that is wrong with it, without any value of its data. */
export type Parsed = { readonly request: Request } | { readonly problems: readonly string[] }

/**
 * Parses a request from a JSON object. Suggests what an unknown key was meant to be, if it can be a
 * name at all: in a file without a header, keys are data and are not quoted.
 */
export const parseRequest = (record: Readonly<Record<string, unknown>>): Parsed => {
  const schema = typeof record.kind === 'string' ? requestKinds.get(record.kind) : undefined
  if (!schema) return { problems: [unknownKind(record.kind)] }
  const parsed = schema.safeParse(record)
  if (parsed.success) return { request: parsed.data }
  const known = Object.keys(schema.shape)
  return {
    problems: parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownField(key, schema.shape.kind.value, known))
        : [`${issue.path.map(String).join('.')} ${issue.message}`],
    ),
  }
}

/**
 * Parses a request from the cells of a CSV file or the options of a command: list items are
 * separated by `|`, flags are yes or no, and an empty cell counts as not given.
 */
export const parseText = (cells: Readonly<Record<string, string>>): Parsed => {
  const shapes = new Map(fieldsOf(cells.kind ?? '').map(({ name, shape }) => [name, shape]))
  const filled = Object.entries(cells).filter(([, cell]) => cell !== '')
  return parseRequest(
    Object.fromEntries(filled.map(([name, cell]) => [name, native(cell, shapes.get(name))])),
  )
}

const native = (cell: string, shape: Field['shape'] | undefined): unknown => {
  if (shape === 'list') return cell.split('|').map((item) => item.trim())
  if (shape !== 'flag') return cell
  if (/^(y|yes|true)$/i.test(cell)) return true
  return /^(n|no|false)$/i.test(cell) ? false : cell
}

const unknownKind = (kind: unknown): string => {
  const known = [...requestKinds.keys()]
  const list = `expected one of ${known.join(', ')}`
  if (kind === undefined) return `kind is missing: ${list}`
  return `kind: ${(typeof kind === 'string' ? didYouMean(kind, known) : undefined) ?? list}`
}

const unknownField = (key: string, kind: string, known: readonly string[]): string => {
  if (!isName(key)) return `has an unknown field`
  return `${key} is not a field of ${kind}. ${didYouMean(key, known) ?? `It has ${known.join(', ')}.`}`
}

/** Whether a header's cell can be the name of a field: letters and underscores, no digits. */
export const isName = (text: string): boolean => /^[A-Za-z][A-Za-z_ -]{0,40}$/.test(text)
