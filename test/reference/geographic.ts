import { createRequire } from 'node:module'
import { type Member, isEligiblePmp, licencesOf, serves } from './members.ts'
import type { Payer, ProviderRow } from './payer.ts'
import { maxMiles, specialties } from './rules.ts'

// The package's types describe an ES module; what it ships is CommonJS.
const highsLoader = createRequire(import.meta.url)('highs') as (typeof import('highs'))['default']

const EARTH_MILES = 3958.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Miles to four decimals, by the spherical law of haversines. */
export const miles = (
  a: { latitude: string; longitude: string },
  b: { latitude: string; longitude: string },
): number => {
  const [p, q] = [radians(Number(a.latitude)), radians(Number(b.latitude))]
  const east = radians(Number(b.longitude) - Number(a.longitude))
  const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(east / 2) ** 2
  return Math.round(2 * EARTH_MILES * Math.asin(Math.min(1, Math.sqrt(h))) * 10_000) / 10_000
}

/** May the geographic step give this member to this provider, room aside? */
export const mayGive = (provider: ProviderRow, member: Member, asOf: string): boolean => {
  if (!isEligiblePmp(provider, member, asOf) || !serves(provider, member)) return false
  const usual = specialties.get(provider.specialty)
  if ((usual && !usual.given) || (provider.panel_status || 'open') !== 'open') return false
  const licences = licencesOf(provider)
  if (!licences.includes(member.state) || !licences.includes(provider.state)) return false
  if (member.latitude === '' || provider.latitude === '') return false
  return covers(provider, member) && miles(member, provider) <= maxMiles
}

/** Does the panel cover the place? */
export const covers = (
  provider: ProviderRow,
  place: { latitude: string; longitude: string; zip: string },
): boolean => {
  const zips = provider.service_zips === '' ? [] : provider.service_zips.split('|')
  const radius = provider.service_radius_miles
  if (zips.length === 0 && radius === '') return true
  if (zips.includes(place.zip)) return true
  return radius !== '' && place.latitude !== '' && miles(place, provider) <= Number(radius)
}

/** Whether the program's optimum takes an arc. */
const primal = (column: object | undefined): number =>
  column && 'Primal' in column ? Math.round(Number(column.Primal)) : 0

/** The fewest members left without and the least total miles for that, from a linear program. */
export const optimum = async (
  payer: Payer,
  waiting: readonly string[],
  members: ReadonlyMap<string, Member>,
  room: ReadonlyMap<string, number>,
  isRefused: (member: string, provider: string) => boolean,
): Promise<{ left: number; cost: number }> => {
  const arcs = waiting.flatMap((id, m) => {
    const member = members.get(id)
    return payer.providers.flatMap((provider, p) =>
      member && mayGive(provider, member, payer.asOf) && !isRefused(id, provider.provider_id)
        ? [{ m, p, name: `x${m}_${p}`, cost: Math.round(miles(member, provider) * 10_000) }]
        : [],
    )
  })
  if (arcs.length === 0) return { left: waiting.length, cost: 0 }
  const bonus = 50_000_000
  const highs = await highsLoader()
  const bound = (group: Map<number, typeof arcs>, limit: (key: number) => number): string[] =>
    [...group].flatMap(([key, own]) =>
      limit(key) === Infinity ? [] : [`${own.map((arc) => arc.name).join(' + ')} <= ${limit(key)}`],
    )
  const program = [
    'Minimize',
    arcs.map((arc) => `- ${bonus - arc.cost} ${arc.name}`).join(' '),
    'Subject To',
    ...bound(
      Map.groupBy(arcs, (arc) => arc.m),
      () => 1,
    ),
    ...bound(
      Map.groupBy(arcs, (arc) => arc.p),
      (p) => room.get(payer.providers[p]?.provider_id ?? '') ?? 0,
    ),
    'End',
  ].join('\n')
  const { Columns } = highs.solve(program)
  const given = arcs.filter((arc) => primal(Columns[arc.name]) === 1)
  return {
    left: waiting.length - given.length,
    cost: given.reduce((sum, arc) => sum + arc.cost, 0),
  }
}
