import type { Day } from './calendar.ts'
import { npi, practiceId, providerId, tin } from './identifiers.ts'
import { familyNames, mensNames, practiceNames, streets, womensNames } from './names.ts'
import type { Options } from './options.ts'
import { near, outpost, type Place, type Point, type Region } from './places.ts'
import { Random } from './random.ts'
import { specialties, type Specialty } from './specialties.ts'

export interface Practice extends Point {
  readonly index: number
  readonly practiceId: string
  readonly name: string
  readonly tin: string
  readonly address: string
  readonly place: Place
  /** Far from the city; no one goes there from it. */
  readonly remote: boolean
  readonly panels: Panel[]
}

/** A provider at one practice. */
export interface Panel {
  readonly index: number
  readonly providerId: string
  readonly npi: string
  readonly name: string
  readonly specialty: Specialty
  readonly practice: Practice
  readonly linesOfBusiness: readonly string[]
  readonly licenseStates: readonly string[]
  readonly status: 'open' | 'established_only' | 'closed'
  readonly capacity: number | null
  readonly activeFrom: Day
  /** The last day on the roster; null = still there. */
  readonly activeTo: Day | null
  /** How much people like to go there, 1 = usual. */
  readonly popularity: number
  /** The panel's own age and gender limits, where it has some besides its specialty's. */
  readonly minAge: number | null
  readonly genderServed: 'F' | null
}

const practiceAt = (options: Options, region: Region, index: number): Practice => {
  const random = new Random(options.seed, 'practice', index)
  // Spread evenly over the people by the golden ratio: chance would leave whole counties bare. Crawford
  // and Orange County get no doctor, so that some members live beyond the access standard.
  const remote = options.metro && index === options.practices - 1
  let place = remote ? outpost : region.at(region.quantile(((index + 0.5) * 0.618_033_988_75) % 1))
  while (['18025', '18117'].includes(place.countyFips)) place = region.at(region.pick(random))
  const round = Math.floor(index / practiceNames.length)
  const kind = random.pick([
    'Family Medicine',
    'Primary Care',
    'Health Center',
    'Medical Group, PLLC',
  ])
  return {
    index,
    practiceId: practiceId(index),
    name: `${practiceNames[index % practiceNames.length]} ${kind}${round > 0 ? ` ${round + 1}` : ''}`,
    tin: tin(index),
    address: `${random.between(100, 9_899)} ${random.pick(streets)}`,
    place,
    remote,
    ...near(place, random),
    panels: [],
  }
}

/** A doctor's name and specialty; a doctor at two practices has the same in both. */
const doctorAt = (options: Options, index: number): { name: string; specialty: Specialty } => {
  const random = new Random(options.seed, 'panel doctor', index)
  const kinds = specialties.map((specialty) => [specialty, specialty.share] as const)
  // The first doctor of a practice is of a common kind; the one far away sees patients of all ages.
  const common = index < options.practices ? kinds.slice(0, 4) : kinds
  const alone = options.metro && index === options.practices - 1
  const specialty = random.weighted(alone ? kinds.slice(0, 1) : common)
  const given = random.pick(random.chance(0.55) ? womensNames : mensNames)
  return { name: `${random.pick(familyNames)}, ${given}, ${specialty.title}`, specialty }
}

/** Two in a hundred panels left long ago, two in the weeks before the as-of date. */
const lastDay = (options: Options, index: number, random: Random): Day | null => {
  if (index % 50 === 11) return options.asOf - random.between(200, 400)
  if (index % 50 === 37) return options.asOf - random.between(3, 25)
  return null
}

const capacityOf = (options: Options, index: number, random: Random): number | null => {
  const usual = (options.members / options.providers) * 1.15
  if (index % 90 === 77) return 0
  if (random.chance(0.3)) return null
  if (random.chance(0.12)) return Math.max(1, Math.round(usual * 0.5))
  return Math.round(usual * (1.5 + random.next() * 2.5))
}

/** The doctor of the far town takes members of any age, but only two. */
const onlyDoctor = (options: Options): Partial<Panel> => ({
  linesOfBusiness: ['medicaid', 'marketplace'],
  licenseStates: [],
  status: 'open',
  capacity: Math.max(2, Math.round(options.members / 1_000)),
  activeTo: null,
  minAge: null,
  genderServed: null,
})

const panelAt = (options: Options, practices: readonly Practice[], index: number): Panel => {
  const random = new Random(options.seed, 'panel', index)
  // The first panels give every practice one; the rest gather in some of them.
  const at = index < practices.length ? index : random.between(0, practices.length - 2)
  const practice = practices[at]
  if (practice === undefined) throw new RangeError('Expected at least one practice')
  // Some doctors work at two practices: the panel is an earlier one's second.
  const doctor = index % 20 === 18 && index >= practices.length ? index - 10 : index
  const { name, specialty } = doctorAt(options, doctor)
  const activeTo = lastDay(options, index, new Random(options.seed, 'last day', index))
  const home = practice.place.state
  const other = home === 'IN' ? 'KY' : 'IN'
  return {
    index,
    providerId: providerId(index),
    npi: npi(doctor),
    name: specialty.title === 'clinic' ? `${practice.name} Clinic` : name,
    specialty,
    practice,
    linesOfBusiness: random.weighted([
      [['medicaid', 'marketplace'], 76],
      [['medicaid'], 16],
      [['marketplace'], 8],
    ]),
    licenseStates: random.weighted([
      [[], 40],
      [[home], 20],
      [[home, other].sort(), 40],
    ]),
    status: random.weighted([
      ['open', 82],
      ['established_only', 9],
      ['closed', 9],
    ]),
    capacity: capacityOf(options, index, random),
    activeFrom: options.asOf - random.between(800, 4_000),
    activeTo,
    // In a large payer, doctors about to leave have few patients left; otherwise one end holds the night.
    popularity: (0.4 + random.next() * 1.6) * (activeTo === null || options.metro ? 1 : 0.1),
    minAge: specialty.minAge === 0 && random.chance(0.06) ? 5 : null,
    genderServed: specialty.primary && index % 120 === 85 ? 'F' : null,
    ...(practice.remote ? onlyDoctor(options) : {}),
  }
}

/** All practices and panels; they fit in memory at any size (a few in a hundred members). */
export const buildNetwork = (
  options: Options,
  region: Region,
): { practices: readonly Practice[]; panels: readonly Panel[] } => {
  const practices = Array.from({ length: options.practices }, (_, index) =>
    practiceAt(options, region, index),
  )
  const panels = Array.from({ length: options.providers }, (_, index) => {
    const panel = panelAt(options, practices, index)
    panel.practice.panels.push(panel)
    return panel
  })
  return { practices, panels }
}
