/** `provider_id` → the provider's and the practice's name. */
export type Names = ReadonlyMap<string, string>

/** A provider's id with the name, as sentences say it. */
export const named = (id: string | null, names: Names): string => {
  const name = names.get(id ?? '')
  return id === null ? 'nobody' : `${id}${name === undefined ? '' : ` (${name})`}`
}
