import fc from 'fast-check'
import type { Entry } from '../../src/requests/entry.ts'
import { approved } from '../requests/entries.ts'
import type { CoverageRow } from './payer.ts'

interface Ids {
  readonly members: readonly string[]
  readonly providers: readonly string[]
  readonly facilities: readonly string[]
}

/**
 * Coverages of providers who are away, and of single members; mostly long, so that they and visits meet.
 * No two are of the same provider and part of the scope: what wins then is the book's matter.
 */
export const randomCoverage = (
  days: readonly string[],
  { members, providers, facilities }: Ids,
): fc.Arbitrary<CoverageRow[]> => {
  const member = fc.constantFrom(...members)
  const scope = fc.oneof(
    { weight: 3, arbitrary: fc.constant({ scope: 'all' as const, scope_id: '' }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...facilities)
        .map((scope_id) => ({ scope: 'facility' as const, scope_id })),
    },
    {
      weight: 1,
      arbitrary: member.map((scope_id) => ({ scope: 'member' as const, scope_id })),
    },
  )
  const row = fc
    .record({
      absent: fc.constantFrom('', ...providers),
      where: scope,
      own: member,
      covering: fc.uniqueArray(fc.constantFrom(...providers), { minLength: 1, maxLength: 3 }),
      first: fc.constantFrom('2024-01-01', '2024-01-01', ...days),
      last: fc.constantFrom(...days),
    })
    .map(({ absent, where, own, covering, first, last }): CoverageRow => ({
      absent,
      ...(absent === '' ? { scope: 'member' as const, scope_id: own } : where),
      covering: absent === '' ? covering.slice(0, 1) : covering.filter((id) => id !== absent),
      from: first <= last ? first : last,
      to: first <= last ? last : first,
    }))
    .filter(({ covering }) => covering.length > 0)
  return fc.uniqueArray(row, {
    selector: ({ absent, scope: part, scope_id: id }) => [absent, part, id].join(),
    maxLength: 8,
  })
}

/** A coverage as requested and approved, before its first day. */
export const entriesOfCoverage = (row: CoverageRow, i: number): Entry[] => {
  const [provider] = row.covering
  return approved(`V${i}`, '2024-01-01', {
    effective_date: row.from,
    end_date: row.to,
    ...(row.absent === ''
      ? {
          kind: 'assign_patient',
          role: 'coverage',
          reason: 'complex_care',
          member_id: row.scope_id,
          provider_id: provider,
        }
      : {
          kind: 'set_coverage',
          reason: 'leave',
          absent_provider_id: row.absent,
          covering_provider_ids: row.covering,
          ...(row.scope === 'facility' ? { facility_ids: [row.scope_id] } : {}),
          ...(row.scope === 'member' ? { member_ids: [row.scope_id] } : {}),
        }),
  })
}
