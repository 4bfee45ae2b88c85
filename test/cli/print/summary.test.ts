import { describe, expect, it } from 'vitest'
import { summarize } from '../../../src/cli/print/summary.ts'
import { emptyManifest, type Manifest } from '../../../src/runs/manifest.ts'

const rows = { read: 3, accepted: 3, rejected: 0, filtered: 0, superseded: 0 }
const snapshot = { feed: 'enrollment', bytes: 1, sha256: null, use: 'superseded' } as const

const manifest: Manifest = {
  ...emptyManifest(),
  run_id: 'R1',
  status: 'complete',
  as_of: '2026-06-30',
  pipeline: 'nightly',
  policy: 'caresource',
  baseline_run_id: null,
  started_at: '',
  ended_at: '',
  version: {} as Manifest['version'],
  error: null,
  inputs: [
    { ...snapshot, uri: 'inbox/enrollment/1.csv' },
    { ...snapshot, uri: 'inbox/enrollment/2.csv', use: 'read', rows },
  ],
  outputs: [{ name: 'reports/alerts.csv', bytes: 1, sha256: '' }],
  notes: ['inbox/x/ is not read'],
  controlTotals: { 'alert.coverage_gap': 2 },
}

const summary = (more: Partial<Manifest> = {}, dryRun = false): string =>
  summarize({ ...manifest, ...more }, { lake: 'mine', dryRun })
    .map((line) => `${line}\n`)
    .join('')

describe('the summary', () => {
  it('counts earlier deliveries of a snapshot that were not read', () => {
    expect(summary()).toMatch(/enrollment +3 rows in 1 file \(1 earlier file not read\)\n/)
  })

  it('ends what needs attention with the report of the alerts, if one was written', () => {
    expect(summary()).toMatch(
      /Needs attention\n {2}2 × coverage_gap\n {2}inbox.*\n {2}details: reports\/alerts\.csv\n\n/,
    )
    expect(summary({}, true)).not.toMatch(/alerts\.csv/)
    expect(summary({ controlTotals: {} })).not.toMatch(/alerts\.csv/)
    expect(summary({ outputs: [] })).not.toMatch(/alerts\.csv/)
  })
  it('counts new, open and gone alerts of each type from the second night on', () => {
    const controlTotals = {
      'alert.coverage_gap': 3,
      'alert_new.coverage_gap': 1,
      'alert_open.coverage_gap': 2,
      'alert_gone.coverage_gap': 4,
      'alert_gone.not_loaded': 5,
    }
    expect(summary({ controlTotals })).toContain('  3 × coverage_gap\n')
    const later = summary({ controlTotals, baseline_run_id: 'R0' })
    expect(later).toContain('  3 × coverage_gap (1 new, 2 open, 4 gone)\n')
    expect(later).toContain('  0 × not_loaded (5 gone)\n')
  })
  it('counts the changes that wait to be loaded, and those that were rejected', () => {
    const loads = { 'load_state.waiting': 3, 'load_state.rejected': 1, 'load_state.new': 0 }
    expect(summary({ controlTotals: loads })).toMatch(
      /Changed\n[^]*  to load: 3 waiting, 1 rejected\n/,
    )
  })
})
