import type { GuardRail, Manifest } from '../../runs/manifest.ts'
import { number, share, totals } from './figures.ts'

const ALERTS = 'reports/alerts.csv'

/** What a person should check: guard rails that were crossed, alerts, and the night's notes. */
export const needsAttention = (manifest: Manifest, dryRun: boolean): string[] => {
  const rails = manifest.guardRails
    .filter((rail) => rail.crossed)
    .map((rail) => `  guard rail ${rail.name}: ${rail.detail}${beyond(rail)}`)
  const alerts = alertLines(manifest)
  const notes = manifest.notes.map((note) => `  ${note}`)
  const isWritten = !dryRun && manifest.outputs.some(({ name }) => name === ALERTS)
  const details = alerts.length > 0 && isWritten ? [`  details: ${ALERTS}`] : []
  const lines = [...rails, ...alerts, ...notes, ...details]
  return lines.length === 0 ? [] : ['Needs attention', ...lines]
}

/** Alerts by type; after the first night also how many of them are new and how many are gone. */
const alertLines = (manifest: Manifest): string[] => {
  const current = totals(manifest, 'alert')
  const settled = totals(manifest, 'alert_gone')
    .filter(([type]) => !current.some(([other]) => other === type))
    .map(([type]): [string, number] => [type, 0])
  return [...current, ...settled].map(([type, alerts]) => {
    const count = (state: string): number => manifest.controlTotals[`alert_${state}.${type}`] ?? 0
    const changes = (['new', 'open', 'gone'] as const)
      .filter((state) => count(state) > 0)
      .map((state) => `${number(count(state))} ${state}`)
    const change = manifest.baseline_run_id === null ? '' : changes.join(', ')
    return `  ${number(alerts)} × ${type}${change && ` (${change})`}`
  })
}

/** The value found and the limit, where the detail of the guard rail does not have them. */
const beyond = ({ name, value, limit }: GuardRail): string => {
  if (value === null || name.startsWith('feed_missing')) return ''
  if (name.startsWith('max_age_days')) return ` (${value} days, at most ${limit})`
  return ` (${share(value, 1)}, at most ${share(limit, 1)})`
}
