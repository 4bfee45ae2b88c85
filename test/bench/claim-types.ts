import { claims } from '../../src/feeds/claims.ts'

/** The claims' columns as a reader of the files would declare them. */
const declared: Readonly<Record<string, string>> = {
  line_number: 'INTEGER',
  service_date: 'DATE',
  paid_date: 'DATE',
  allowed_amount: 'DECIMAL(18,2)',
  paid_amount: 'DECIMAL(18,2)',
}

export const claimTypes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(claims.columns).map((name) => [name, declared[name] ?? 'VARCHAR']),
)
