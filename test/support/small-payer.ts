import { csv, put } from './night.ts'

export const AS_OF = '2026-06-30'

export const enrollment = [
  member('M1', { birth_date: '1980-05-05', household_id: 'H1' }),
  member('M2', { birth_date: '2015-02-03', household_id: 'H1' }),
  member('M3', { birth_date: '1950-01-01' }),
]

export const providers = [
  panel('P1', { practice_id: 'K1' }),
  panel('P2', { practice_id: 'K2', latitude: '39.80', panel_status: 'closed' }),
]

export const claims = [
  claim('C1', 'M1', 'P2', '2026-03-02'),
  claim('C2', 'M1', 'P2', '2026-04-02'),
  claim('C3', 'M2', 'P1', '2025-12-02'),
]

export const currentAssignments = [
  { member_id: 'M1', provider_id: 'P1', effective_date: '2025-01-01', basis: 'geographic' },
]

export function member(id: string, more: object = {}): Record<string, string> {
  return {
    member_id: id,
    coverage_start: '2025-01-01',
    coverage_end: '',
    line_of_business: 'medicaid',
    plan_id: 'A',
    first_name: 'Given',
    last_name: `Family ${id}`,
    birth_date: '1980-01-01',
    gender: 'F',
    state: 'IN',
    zip: '46204',
    latitude: '39.77',
    longitude: '-86.15',
    ...more,
  }
}

export function panel(id: string, more: object = {}): Record<string, string> {
  return {
    provider_id: id,
    provider_name: `Provider ${id}`,
    specialty: '207Q00000X',
    practice_id: 'K1',
    practice_name: 'Practice',
    state: 'IN',
    zip: '46204',
    latitude: '39.78',
    longitude: '-86.16',
    lines_of_business: 'medicaid',
    panel_status: 'open',
    panel_capacity: '100',
    active_from: '2020-01-01',
    active_to: '',
    ...more,
  }
}

export function claim(
  id: string,
  memberId: string,
  providerId: string,
  date: string,
  more: object = {},
): Record<string, string> {
  return {
    claim_id: id,
    line_number: '1',
    member_id: memberId,
    provider_id: providerId,
    service_date: date,
    procedure_code: '99213',
    allowed_amount: '80.00',
    ...more,
  }
}

/** Puts the small payer's files into a lake's inbox; `files` replaces or adds files by key. */
export const fill = async (
  lake: string,
  files: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Promise<void> => {
  const usual: Record<string, string | Uint8Array | undefined> = {
    'inbox/enrollment/2026-06-30.csv': csv(enrollment),
    'inbox/providers/2026-06-30.csv': csv(providers),
    'inbox/claims/2026-06.csv': csv(claims),
    'inbox/current_assignments/2026-06-30.csv': csv(currentAssignments),
    ...files,
  }
  for (const [key, content] of Object.entries(usual)) {
    if (content !== undefined) await put(lake, key, content)
  }
}
