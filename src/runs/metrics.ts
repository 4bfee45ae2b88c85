import type { Manifest } from './manifest.ts'

/** One metric in the text format of Prometheus. */
export interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Formats gauges for the textfile collector of a node exporter. */
export const prometheus = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} gauge`,
        ...samples.map(({ labels, value }) => `${name}{${formatLabels(labels)}} ${value}`),
        '',
      ].join('\n'),
    )
    .join('')

const formatLabels = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/** The metrics of a run: counts and times, never a member, a provider or a file. */
export const metricsOf = (manifest: Manifest, exit: number): readonly Metric[] => {
  const labels = { pipeline: manifest.pipeline }
  const one = (name: string, help: string, value: number): Metric => ({
    name: `empanel_run_${name}`,
    help,
    samples: [{ labels, value }],
  })
  const rows = new Map<string, { read: number; rejected: number }>()
  for (const { feed, rows: found } of manifest.inputs) {
    const sum = rows.get(feed) ?? { read: 0, rejected: 0 }
    rows.set(feed, {
      read: sum.read + (found?.read ?? 0),
      rejected: sum.rejected + (found?.rejected ?? 0),
    })
  }
  const byFeed = (outcome: 'read' | 'rejected'): Metric => ({
    name: `empanel_run_rows_${outcome}`,
    help: `Rows ${outcome}, by feed.`,
    samples: [...rows].map(([feed, sums]) => ({
      labels: { ...labels, feed },
      value: sums[outcome],
    })),
  })
  const started = Date.parse(manifest.started_at)
  const ended = Date.parse(manifest.ended_at)
  return [
    one('exit_code', 'Exit code: 0 published, 3 held, 4 input refused, 1 failed.', exit),
    one('as_of_timestamp_seconds', 'The as-of date.', Date.parse(manifest.as_of) / 1000),
    one('end_timestamp_seconds', 'When it ended.', Math.floor(ended / 1000)),
    one('duration_seconds', 'How long it took.', (ended - started) / 1000),
    one(
      'guard_rails_crossed',
      'Guard rails that hold it.',
      manifest.guardRails.filter(({ crossed }) => crossed).length,
    ),
    byFeed('read'),
    byFeed('rejected'),
    {
      name: 'empanel_run_stage_seconds',
      help: 'How long each stage took.',
      samples: manifest.stages.map(({ stage, seconds }) => ({
        labels: { ...labels, stage },
        value: seconds,
      })),
    },
    {
      name: 'empanel_run_total',
      help: 'Control totals, by name.',
      samples: Object.entries(manifest.controlTotals).map(([total, value]) => ({
        labels: { ...labels, total },
        value,
      })),
    },
  ]
}
