import { OPEN, dayBefore } from './dates.ts'

/** An approved request as a flat row; what its kind does not have is empty. */
export interface RequestRow {
  request_id: string
  kind:
    | 'assign_facility'
    | 'assign_patient'
    | 'exception'
    | 'panel_status'
    | 'panel_add'
    | 'dismiss_member'
  approved_on: string
  effective_date: string
  end_date: string
  facility_id: string
  member_id: string
  provider_id: string
  role: string
  validation: string
  for_request_id: string
  panel_status: string
}

export interface InForce extends RequestRow {
  from: string
  to: string
}

/** What two requests can't both hold on one day; '' conflicts with nothing. */
const keyOf = (row: RequestRow): string => {
  switch (row.kind) {
    case 'assign_facility':
      return `facility ${row.facility_id} ${row.role}`
    case 'assign_patient':
      return `member ${row.member_id} ${row.role}`
    case 'panel_status':
      return `panel ${row.provider_id}`
    case 'panel_add':
    case 'dismiss_member':
      return `${row.kind} ${row.provider_id} ${row.member_id}`
    case 'exception':
      return ''
  }
}

/**
 * The requests in force on a day, in the order of their approvals: each from its approval or its own
 * first day, until its last day or the day before a conflicting one that was approved later begins.
 */
export const inForce = (approved: readonly RequestRow[], day: string): InForce[] => {
  const settled: InForce[] = []
  for (const row of approved.toReversed()) {
    const from = row.effective_date > row.approved_on ? row.effective_date : row.approved_on
    const asked = row.end_date || OPEN
    const cuts = settled
      .filter((later) => keyOf(row) !== '' && keyOf(later) === keyOf(row))
      .filter((later) => later.to >= later.from)
      .filter((later) => later.from <= asked && from <= (later.end_date || OPEN))
      .map((later) => dayBefore(later.from))
    settled.push({ ...row, from, to: [asked, ...cuts].toSorted()[0] ?? asked })
  }
  return settled.toReversed().filter(({ from, to }) => from <= day && day <= to)
}
