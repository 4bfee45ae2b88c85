import { describe, expect, it } from 'vitest'
import { summarize } from '../../src/cli/summary.ts'
import { emptyManifest, type Manifest } from '../../src/runs/manifest.ts'

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

const told = (more: Partial<Manifest> = {}, dryRun = false): string =>
  summarize({ ...manifest, ...more }, { lake: 'mine', dryRun })

describe('the summary', () => {
  it('tells of earlier deliveries of a snapshot that were not read', () => {
    expect(told()).toMatch(/enrollment +3 rows in 1 file \(1 earlier file not read\)\n/)
  })

  it('ends what needs eyes with the report of the alerts, where one was written', () => {
    expect(told()).toMatch(
      /Needs eyes\n {2}2 × coverage_gap\n {2}inbox.*\n {2}details: reports\/alerts\.csv\n\n/,
    )
    expect(told({}, true)).not.toMatch(/alerts\.csv/)
    expect(told({ controlTotals: {} })).not.toMatch(/alerts\.csv/)
    expect(told({ outputs: [] })).not.toMatch(/alerts\.csv/)
  })
  it('says how many alerts of each type are new, still open and gone, once there is a night before', () => {
    const controlTotals = {
      'alert.coverage_gap': 3,
      'alert_new.coverage_gap': 1,
      'alert_open.coverage_gap': 2,
      'alert_gone.coverage_gap': 4,
      'alert_gone.not_loaded': 5,
    }
    expect(told({ controlTotals })).toContain('  3 × coverage_gap\n')
    const later = told({ controlTotals, baseline_run_id: 'R0' })
    expect(later).toContain('  3 × coverage_gap (1 new, 2 open, 4 gone)\n')
    expect(later).toContain('  0 × not_loaded (5 gone)\n')
  })
  it('tells how many changes wait to be loaded, and how many were rejected', () => {
    const asked = { 'load_state.waiting': 3, 'load_state.rejected': 1, 'load_state.new': 0 }
    expect(told({ controlTotals: asked })).toMatch(
      /Changed\n[^]*  to load: 3 waiting, 1 rejected\n/,
    )
  })
})
