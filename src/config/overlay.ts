import { z } from 'zod'

/**
 * Returns the schema of a file that extends another: the same keys and values as in `schema`, all of
 * them optional and nullable.
 */
export const overlayOf = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodOptional) return overlayOf(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape as Record<string, z.ZodType>)
    return z.strictObject(
      Object.fromEntries(shape.map(([key, value]) => [key, overlayOf(value).nullish()])),
    )
  }
  if (schema instanceof z.ZodRecord) {
    return z.record(
      schema.keyType as z.ZodString,
      overlayOf(schema.valueType as z.ZodType).nullish(),
    )
  }
  return schema
}

/** Merges `over` into `under`: maps merge by key, null removes a key, anything else is replaced. */
export const layOver = (under: unknown, over: unknown): unknown => {
  if (over === undefined) return under
  if (!isMap(over)) return over
  const merged = new Map(isMap(under) ? Object.entries(under) : [])
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key)
    else merged.set(key, layOver(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
