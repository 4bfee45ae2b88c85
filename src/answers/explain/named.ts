/** `provider_id` → the provider's and the practice's name. */
export type Names = ReadonlyMap<string, string>

/** Formats a provider's id with their name; `no provider` for null. */
export const named = (id: string | null, names: Names): string => {
  const name = names.get(id ?? '')
  return id === null ? 'no provider' : `${id}${name === undefined ? '' : ` (${name})`}`
}
