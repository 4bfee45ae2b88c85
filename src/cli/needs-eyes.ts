import type { GuardRail, Manifest } from '../runs/manifest.ts'
import { number, share, totals } from './figures.ts'

/** What somebody should look at: guard rails that were crossed, alerts, and what the night noted. */
export const needsEyes = (manifest: Manifest, dryRun: boolean): string[] => {
  const rails = manifest.guardRails
    .filter((rail) => rail.crossed)
    .map((rail) => `  guard rail ${rail.name}: ${rail.detail}${beyond(rail)}`)
  const alerts = alertLines(manifest)
  const notes = manifest.notes.map((note) => `  ${note}`)
  const report = 'reports/alerts.csv'
  const isWritten = !dryRun && manifest.outputs.some(({ name }) => name === report)
  const details = alerts.length > 0 && isWritten ? [`  details: ${report}`] : []
  const lines = [...rails, ...alerts, ...notes, ...details]
  return lines.length === 0 ? [] : ['Needs eyes', ...lines]
}

/** Each type of alert; on a later night with how many are new, and how many of before are gone. */
const alertLines = (manifest: Manifest): string[] => {
  const standing = totals(manifest, 'alert')
  const gone = totals(manifest, 'alert_gone')
  const settled = gone
    .filter(([type]) => !standing.some(([other]) => other === type))
    .map(([type]): [string, number] => [type, 0])
  return [...standing, ...settled].map(([type, value]) => {
    const count = (state: string): number => manifest.controlTotals[`alert_${state}.${type}`] ?? 0
    const parts = (['new', 'open', 'gone'] as const)
      .filter((state) => count(state) > 0)
      .map((state) => `${number(count(state))} ${state}`)
    const change = manifest.baseline_run_id === null || parts.length === 0 ? '' : parts.join(', ')
    return `  ${number(value)} × ${type}${change && ` (${change})`}`
  })
}

/** What was found and the limit, where the rail's own words do not say it. */
const beyond = ({ name, value, limit }: GuardRail): string => {
  if (value === null || name.startsWith('feed_missing')) return ''
  if (name.startsWith('max_age_days')) return ` (${value} days, at most ${limit})`
  return ` (${share(value, 1)}, at most ${share(limit, 1)})`
}
