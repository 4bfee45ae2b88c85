/** The part of a panel that an NPI lookup needs. */
export interface NpiPanel {
  provider_id: string
  npi: string
  practice_tin: string
}

/** The rendering provider of a line: by the payer's key, else by NPI and the practice's TIN. */
export interface NamedProvider {
  member_id: string
  provider_id: string
  provider_npi: string
  billing_tin: string
}

/**
 * Returns the panel that a claim line names: an NPI's panel at the practice with that TIN, else the one
 * where the member is assigned, else the lowest; empty where none is on the roster.
 */
export const resolveProvider = (
  providers: readonly NpiPanel[],
  recorded: readonly { member_id: string; provider_id: string }[],
): ((line: NamedProvider) => string) => {
  const panels = Map.groupBy(providers, ({ npi }) => npi)
  const assigned = new Map(recorded.map((row) => [row.member_id, row.provider_id]))
  return (line) => {
    if (line.provider_id !== '' || line.provider_npi === '') return line.provider_id
    const own = (panels.get(line.provider_npi) ?? []).toSorted((a, b) =>
      a.provider_id < b.provider_id ? -1 : 1,
    )
    const tin = line.billing_tin.replaceAll('-', '')
    const meant =
      own.find((panel) => panel.practice_tin === tin) ??
      own.find((panel) => panel.provider_id === assigned.get(line.member_id)) ??
      own[0]
    return meant?.provider_id ?? ''
  }
}
