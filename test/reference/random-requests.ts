import fc from 'fast-check'
import { BookDraft } from '../../src/requests/book-draft.ts'
import type { Entry } from '../../src/requests/entry.ts'
import { approve, request } from '../requests/entries.ts'
import type { RequestRow } from './requests.ts'

interface Ids {
  readonly members: readonly string[]
  readonly providers: readonly string[]
  readonly facilities: readonly string[]
}

const kinds = [
  'assign_patient',
  'assign_patient',
  'assign_facility',
  'assign_facility',
  'exception',
  'exception',
  'panel_status',
  'panel_add',
  'dismiss_member',
] as const

const either = (usual: readonly string[], other = ''): fc.Arbitrary<string> =>
  fc.constantFrom(...usual, ...usual, other)

/** Requests with their approvals, in the order in which they were approved; few ids, so that they meet. */
export const randomRequests = (
  days: readonly string[],
  prefix: string,
  { members, providers, facilities }: Ids,
): fc.Arbitrary<RequestRow[]> => {
  const row = fc.record({
    kind: fc.constantFrom(...kinds),
    approved_on: fc.constantFrom(...days),
    effective_date: fc.constantFrom('', '', '2026-06-01', '2026-06-29', '2026-06-30', '2026-07-01'),
    end_date: fc.constantFrom('', '', '2026-06-29', '2026-06-30', '2026-07-01', '2026-12-31'),
    facility_id: fc.constantFrom(...facilities),
    member_id: fc.constantFrom(...members.slice(0, 4)),
    provider_id: fc.constantFrom(...providers.slice(0, 5)),
    role: fc.constantFrom('primary', 'primary', 'primary', 'specialist'),
    validation: fc.constantFrom(
      'licensing',
      'credentials',
      'availability',
      'geography',
      'insurance',
    ),
    panel_status: fc.constantFrom('open', 'established_only', 'closed'),
    for_request_id: either([`${prefix}0`, `${prefix}1`, 'R0']),
    narrow: fc.constantFrom('', 'facility_id', 'member_id', 'provider_id'),
  })
  return fc
    .array(row, { maxLength: 10 })
    .map((drawn) =>
      accepted(
        drawn
          .toSorted((a, b) =>
            a.approved_on < b.approved_on ? -1 : a.approved_on > b.approved_on ? 1 : 0,
          )
          .map(({ narrow, ...rest }, i) =>
            ofItsKind({ ...rest, request_id: `${prefix}${i}` }, narrow),
          ),
      ),
    )
}

const COLUMNS: Readonly<Record<RequestRow['kind'], readonly (keyof RequestRow)[]>> = {
  assign_patient: ['effective_date', 'end_date', 'member_id', 'provider_id', 'role'],
  assign_facility: ['effective_date', 'end_date', 'facility_id', 'provider_id', 'role'],
  exception: ['effective_date', 'end_date', 'validation', 'for_request_id'],
  panel_status: ['effective_date', 'end_date', 'provider_id', 'panel_status'],
  panel_add: ['effective_date', 'end_date', 'provider_id', 'member_id'],
  dismiss_member: ['effective_date', 'provider_id', 'member_id'],
}

/** Without what its kind does not have. An exception is for a request or for a provider. */
const ofItsKind = (row: RequestRow, narrow: string): RequestRow => {
  const columns = new Set<string>(COLUMNS[row.kind])
  if (row.kind === 'exception') {
    columns.add(narrow)
    if (row.for_request_id === '') columns.add('provider_id')
  }
  const keep = (name: keyof RequestRow): string => (columns.has(name) ? row[name] : '')
  return {
    request_id: row.request_id,
    kind: row.kind,
    approved_on: row.approved_on,
    effective_date: keep('effective_date'),
    end_date: keep('end_date'),
    facility_id: keep('facility_id'),
    member_id: keep('member_id'),
    provider_id: keep('provider_id'),
    role: keep('role'),
    validation: keep('validation'),
    for_request_id: keep('for_request_id'),
    panel_status: keep('panel_status'),
  }
}

const REASONS: Readonly<Record<string, string>> = {
  assign_patient: 'transition',
  assign_facility: 'onboarding',
}

/** The request and its approval, as the book has them. */
export const entriesOf = ({ request_id: id, approved_on: on, ...row }: RequestRow): Entry[] => {
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))
  const more = {
    reason: REASONS[row.kind] ?? 'so it is',
    ...(row.role === 'specialist' ? { specialty: 'psychiatry' } : {}),
    ...(row.kind === 'exception'
      ? { exception_type: row.end_date === '' ? 'request' : 'temporary' }
      : {}),
  }
  return [request(id, { ...given, ...more }), approve(id, on)]
}

/** Those that the book takes; the others end before they start, or conflict on the same day. */
export const accepted = (
  rows: readonly RequestRow[],
  before: readonly RequestRow[] = [],
): RequestRow[] => {
  const draft = new BookDraft()
  for (const row of before) for (const entry of entriesOf(row)) draft.add(entry)
  return rows.filter(
    (row) =>
      (row.end_date === '' || row.effective_date === '' || row.end_date >= row.effective_date) &&
      entriesOf(row).every((entry) => draft.add(entry) === undefined),
  )
}
