import { type CodeSet, type Policy, codesOf } from '../../config/policy.ts'
import type { Rows } from '../../models/table.ts'

interface Years {
  readonly first: number
  readonly last: number
}

/** Why the codes of a year are not those of the year's own list. */
type Note = string

/**
 * The rows of the relations of codes, by the name after the dot: procedure codes for these service
 * years, places of service, and revenue codes.
 */
export const codeRelations = (
  policy: Policy,
  years: Years,
): { readonly relations: Readonly<Record<string, Rows>>; readonly notes: readonly Note[] } => {
  const { rows, notes } = procedureCodes(policy, years)
  const kept = new Set(rows.map(({ procedure_code }) => procedure_code))
  return {
    notes,
    relations: {
      procedure_code: rows,
      kept_code: [...kept].map((procedure_code) => ({ procedure_code })),
      place_of_service: [
        ...placeRows('excluded', policy.attribution.excluded_places_of_service),
        ...placeRows('emergency', policy.emergency.places_of_service),
      ],
      revenue_code: revenueRows('emergency', policy.emergency.revenue_codes),
    },
  }
}

/** The codes of every set in every year; a year without a list takes the latest earlier one. */
const procedureCodes = (policy: Policy, { first, last }: Years) => {
  const rows = new Map<string, { code_set: string; service_year: number; procedure_code: string }>()
  const notes = new Set<Note>()
  for (const code_set of Object.keys(policy.code_sets) as CodeSet[]) {
    for (let service_year = first; service_year <= last; service_year++) {
      for (const list of policy.code_sets[code_set]) {
        const found = codesOf(list, service_year)
        const note = noteOn(code_set, service_year, found?.listYear)
        if (note !== undefined) notes.add(note)
        for (const procedure_code of found?.codes ?? []) {
          const key = `${code_set} ${service_year} ${procedure_code}`
          rows.set(key, { code_set, service_year, procedure_code })
        }
      }
    }
  }
  return { rows: [...rows.values()], notes: [...notes] }
}

const noteOn = (codeSet: string, year: number, listYear: number | undefined): Note | undefined => {
  if (listYear === undefined) {
    return `${codeSet}: no list of codes for ${year} or earlier years; no code counts in ${year}`
  }
  return listYear < year
    ? `${codeSet}: no list of codes for ${year}; used the list of ${listYear}`
    : undefined
}

const placeRows = (list: string, codes: readonly string[]): Rows =>
  codes.map((place_of_service) => ({ list, place_of_service }))

/** Revenue codes with and without their leading zero, which claims often lack. */
const revenueRows = (code_set: string, codes: readonly string[]): Rows =>
  [...new Set(codes.flatMap((code) => [code, code.replace(/^0/, '')]))].map((revenue_code) => ({
    code_set,
    revenue_code,
  }))
