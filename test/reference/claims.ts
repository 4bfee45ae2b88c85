import type { ClaimRow } from './payer.ts'

interface Line extends ClaimRow {
  rank: number
}

const versionKey = (line: Line): [string, number, number, string] => [
  line.paid_date,
  line.claim_version === '' ? -Infinity : Number(line.claim_version),
  line.rank,
  line.claim_id,
]

const compareKeys = (a: Line, b: Line): number => {
  const [x, y] = [versionKey(a), versionKey(b)]
  for (let i = 0; i < x.length; i++) {
    const [p, q] = [x[i] ?? 0, y[i] ?? 0]
    if (p !== q) return p < q ? -1 : 1
  }
  return 0
}

const isVoid = (line: Line): boolean =>
  line.frequency_code === '8' || line.claim_status === 'reversed'
const isCorrection = (line: Line): boolean => isVoid(line) || line.frequency_code === '7'

const contractOrder = [
  'claim_id',
  'line_number',
  'frequency_code',
  'original_claim_id',
  'claim_version',
  'claim_status',
  'member_id',
  'provider_id',
  'service_date',
  'paid_date',
  'procedure_code',
  'place_of_service',
  'allowed_amount',
] as const

const compareTuples = (a: Line, b: Line): number => {
  for (const column of contractOrder) {
    if (a[column] !== b[column]) return a[column] < b[column] ? -1 : 1
  }
  return 0
}

/** The claim lines that stand, by walking each family's history line by line. */
export const finalLines = (deliveries: readonly ClaimRow[][]): ClaimRow[] => {
  const lines: Line[] = deliveries
    .flatMap((rows, rank) => rows.map((row) => ({ ...row, rank })))
    .filter((line) => line.claim_status !== 'denied' && line.claim_status !== 'pending')
  return [...families(lines).values()].flatMap((family) => latestVersions(standing(family)))
}

/** Claims joined by original_claim_id, directly or through others. */
const families = (lines: readonly Line[]): Map<string, Line[]> => {
  const neighbours = new Map<string, Set<string>>()
  const join = (a: string, b: string): void => {
    neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b))
    neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a))
  }
  for (const line of lines) join(line.claim_id, line.original_claim_id || line.claim_id)
  const familyOf = new Map<string, string>()
  for (const start of neighbours.keys()) {
    const open = familyOf.has(start) ? [] : [start]
    while (open.length > 0) {
      const claim = open.pop() ?? ''
      if (familyOf.has(claim)) continue
      familyOf.set(claim, start)
      open.push(...(neighbours.get(claim) ?? []))
    }
  }
  return Map.groupBy(lines, (line) => familyOf.get(line.claim_id) ?? '')
}

/** What the latest correction of a family leaves, and what came after it. */
const standing = (family: readonly Line[]): Line[] => {
  const corrections = family.filter(isCorrection).toSorted(compareKeys)
  const latest = corrections.at(-1)
  if (!latest) return [...family]
  const same = corrections.filter((line) => compareKeys(line, latest) === 0)
  const after = family.filter((line) => compareKeys(line, latest) > 0)
  return same.some(isVoid) ? after : [...same, ...after]
}

/** Per claim and line number the latest version. */
const latestVersions = (lines: readonly Line[]): Line[] =>
  [...Map.groupBy(lines, (line) => `${line.claim_id}\n${line.line_number}`).values()].flatMap(
    (versions) =>
      versions.toSorted((a, b) => compareKeys(a, b) || compareTuples(a, b)).at(-1) ?? [],
  )
