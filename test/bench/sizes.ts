/** The payers that are measured; what each is made of decides the files byte for byte. */
export const sizes = {
  S: { members: 100_000, claims: 2_000_000, providers: 3_000 },
  M: { members: 1_000_000, claims: 20_000_000, providers: 20_000 },
  L: { members: 5_000_000, claims: 100_000_000, providers: 60_000 },
} as const

export type Size = keyof typeof sizes

export const sizeNames = Object.keys(sizes) as readonly Size[]

/** The night before and the usual night after it. */
export const nights = { first: '2026-06-30', second: '2026-07-01' } as const

/** What the data and the lakes of one size need on the disk, about: five times the claims as CSV. */
export const bytesNeeded = (size: Size): number => sizes[size].claims * 110 * 5
