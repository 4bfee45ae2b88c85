import type { MemberFacts } from './member-facts.ts'
import { type Names, named } from './named.ts'

/** Lists each qualifying visit, by PMP. */
export const visitDays = (visits: MemberFacts['visits'], names: Names): string[] => {
  const byPmp = Map.groupBy(visits, (visit) => visit.provider_id)
  if (byPmp.size === 0) return []
  return [
    '  Qualifying visits:',
    ...[...byPmp].map(([id, days]) => {
      const dates = days.map((day) => `${day.service_date} ($${day.allowed_amount.toFixed(2)})`)
      return `    ${named(id, names)}: ${covered(days, names)}${dates.join(', ')}`
    }),
  ]
}

/** States how many of the visits were to covering providers, and to which. */
const covered = (visits: MemberFacts['visits'], names: Names): string => {
  const by = Map.groupBy(visits, (visit) => visit.rendered_by)
  by.delete(null)
  if (by.size === 0) return ''
  const shares = [...by].map(
    ([id, days]) => `${days.length} of them to ${named(id, names)}, covering`,
  )
  return `${visits.length} visit${visits.length === 1 ? '' : 's'}, ${shares.join(', ')}: `
}
