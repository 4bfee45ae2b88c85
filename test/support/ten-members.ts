import { csv } from './night.ts'
import { fill, member, panel } from './small-payer.ts'

export const FIRST = '2026-06-30'
export const SECOND = '2026-07-01'

export type Files = Readonly<Record<string, string | undefined>>

/** Ten members of one PMP in the system of record. */
export const ten = Array.from({ length: 10 }, (_, i) => member(`M${i}`))

const recorded = ten.map(({ member_id: id = '' }) => ({
  member_id: id,
  provider_id: 'P1',
  effective_date: '2025-01-01',
  basis: 'geographic',
}))

/** The enrollment of the ten; the first few were termed a month before the first night. */
export const termed = (count: number): string =>
  csv(ten.map((row, i) => (i < count ? { ...row, coverage_end: '2026-05-31' } : row)))

/** Puts the ten into a lake's inbox; `files` replaces or adds files by key. */
export const fillTen = (lake: string, files: Files = {}): Promise<void> =>
  fill(lake, {
    'inbox/enrollment/2026-06-30.csv': undefined,
    'inbox/providers/2026-06-30.csv': undefined,
    'inbox/claims/2026-06.csv': undefined,
    'inbox/current_assignments/2026-06-30.csv': undefined,
    'inbox/enrollment/1.csv': csv(ten),
    'inbox/providers/1.csv': csv([panel('P1'), panel('P2', { practice_id: 'K2' })]),
    'inbox/current_assignments/1.csv': csv(recorded),
    ...files,
  })
