import { type CodeSet, type Policy, codesOf } from '../../config/policy.ts'
import type { Value } from '../../engine/engine.ts'

type Row = Readonly<Record<string, Value>>

/**
 * Lists the codes of every set for the service years from `first` to `last`. A year without a list
 * takes the latest earlier one; `notes` record each such year.
 */
export const codeRows = (
  policy: Policy,
  first: number,
  last: number,
): { readonly rows: Row[]; readonly notes: string[] } => {
  const rows = new Map<string, Row>()
  const notes = new Set<string>()
  for (const codeSet of Object.keys(policy.code_sets) as CodeSet[]) {
    for (let year = first; year <= last; year++) {
      for (const list of policy.code_sets[codeSet]) {
        const found = codesOf(list, year)
        if (!found) {
          notes.add(
            `${codeSet}: no list of codes for ${year} or earlier years; no code counts in ${year}`,
          )
        } else if (found.listYear < year) {
          notes.add(`${codeSet}: no list of codes for ${year}; used the list of ${found.listYear}`)
        }
        for (const code of found?.codes ?? []) {
          rows.set(`${codeSet} ${year} ${code}`, {
            code_set: codeSet,
            service_year: year,
            procedure_code: code,
          })
        }
      }
    }
  }
  return { rows: [...rows.values()], notes: [...notes] }
}

/** Lists revenue codes with and without their leading zero, which claims often lack. */
export const revenueRows = (codeSet: string, codes: readonly string[]): Row[] =>
  [...new Set(codes.flatMap((code) => [code, code.replace(/^0/, '')]))].map((code) => ({
    code_set: codeSet,
    revenue_code: code,
  }))
