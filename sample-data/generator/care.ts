import { addMonths, ageOn, weekday, type Day } from './calendar.ts'
import { covers } from './coverage.ts'
import { suits } from './doctors.ts'
import type { Panel } from './network.ts'
import { Random } from './random.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

export interface ServiceLine {
  readonly procedure: string
  readonly revenue: string
  /** In cents. */
  readonly allowed: number
}

/** One encounter, as one claim bills it. */
export interface Service {
  readonly day: Day
  /** undefined = a provider who is not on the roster. */
  readonly panel: Panel | undefined
  readonly placeOfService: string
  readonly billType: string
  readonly lines: readonly ServiceLine[]
}

const line = (random: Random, procedure: string, dollars: number, revenue = ''): ServiceLine => ({
  procedure,
  revenue,
  allowed: Math.round(dollars * 100 * (0.8 + random.next() * 0.4)),
})

/** Ages in months at which a child is due for a check-up. */
const checkUps = [1, 2, 4, 6, 9, 12, 15, 18, 24, 30]

const preventive = (age: number): string => {
  if (age < 1) return '99391'
  if (age < 5) return '99392'
  if (age < 12) return '99393'
  if (age < 18) return '99394'
  if (age < 40) return '99395'
  return age < 65 ? '99396' : 'G0439'
}

/** What was done besides the visit itself. */
const extras = (random: Random, age: number): ServiceLine[] => {
  const lines: ServiceLine[] = []
  if (random.chance(0.3)) lines.push(line(random, '36415', 6))
  if (random.chance(0.25))
    lines.push(line(random, random.pick(['80053', '85025', '83036', '80061']), 14))
  if (random.chance(0.12)) lines.push(line(random, random.pick(['81003', '87880', '87804']), 12))
  if (age < 18 && random.chance(0.35)) {
    lines.push(
      line(random, '90460', 22),
      line(random, random.pick(['90707', '90716', '90686']), 35),
    )
  } else if (random.chance(0.1)) lines.push(line(random, '90471', 20), line(random, '90686', 21))
  if (age > 40 && random.chance(0.08)) lines.push(line(random, '93000', 17))
  return lines
}

const visitCode = (
  random: Random,
  story: Story,
  panel: Panel,
  age: number,
  well: boolean,
): string => {
  if (panel.specialty.title === 'clinic') return random.chance(0.85) ? 'T1015' : '99213'
  if (story.person.facility !== null)
    return random.pick(['99307', '99308', '99308', '99309', '99309'])
  if (well) return preventive(age)
  return random.weighted([
    ['99213', 44],
    ['99214', 34],
    ['99212', 5],
    ['99203', 6],
    ['99204', 3],
    ['99215', 3],
    ['G0463', 1],
    ['99490', age > 50 ? 4 : 0],
    ['99349', age > 75 ? 5 : 0],
    // Codes that were retired before these years: billed now and then, and not a visit.
    ['99201', 0.3],
    ['99334', age > 60 ? 0.4 : 0],
  ])
}

/** Where an office visit took place: mostly the office; at urgent care it does not count. */
const placeOf = (random: Random, story: Story, panel: Panel): string => {
  if (story.person.facility !== null)
    return random.weighted([
      ['32', 60],
      ['33', 20],
      ['31', 20],
    ])
  if (panel.specialty.title === 'clinic') return random.pick(['50', '72'])
  return random.weighted([
    ['11', 84],
    ['02', 4],
    ['10', 4],
    ['22', 2],
    ['12', 1],
    ['20', 2],
    ['', 3],
  ])
}

const primaryVisit = (
  random: Random,
  story: Story,
  panel: Panel,
  day: Day,
  well: boolean,
): Service => {
  const age = ageOn(story.person.birth, day)
  const code = visitCode(random, story, panel, age, well)
  return {
    day,
    panel,
    placeOfService: placeOf(random, story, panel),
    billType: '',
    lines: [line(random, code, well ? 115 : 88), ...extras(random, age)],
  }
}

const emergency = (random: Random, panel: Panel | undefined, day: Day): Service => ({
  day,
  panel,
  placeOfService: '23',
  billType: '131',
  lines: [
    line(random, random.pick(['99282', '99283', '99283', '99284', '99285']), 260, '0450'),
    ...(random.chance(0.6)
      ? [line(random, random.pick(['71046', '70450', '73610']), 90, '0320')]
      : []),
    ...(random.chance(0.6)
      ? [line(random, random.pick(['85025', '80053', '81003']), 15, '0300')]
      : []),
    ...(random.chance(0.3) ? [line(random, '96374', 60, '0450')] : []),
  ],
})

const specialistVisit = (random: Random, panel: Panel | undefined, day: Day): Service => ({
  day,
  panel,
  placeOfService: random.pick(['11', '11', '11', '22', '10']),
  billType: '',
  lines: random.pick([
    [line(random, '99214', 110), line(random, '93000', 17)],
    [line(random, '99203', 125)],
    [line(random, '90837', 130)],
    [line(random, '90834', 98), line(random, '96127', 6)],
    [line(random, '97110', 30), line(random, '97140', 28), line(random, '97530', 36)],
    [line(random, '93306', 210), line(random, '99213', 90)],
  ]),
})

const laboratory = (random: Random, day: Day): Service => ({
  day,
  panel: undefined,
  placeOfService: '81',
  billType: '',
  lines: ['80053', '85025', '83036', '80061', '84443']
    .slice(0, random.between(1, 5))
    .map((code) => line(random, code, 14)),
})

const hospitalStay = (random: Random, panel: Panel | undefined, day: Day): Service => ({
  day,
  panel,
  placeOfService: '21',
  billType: '111',
  lines: [
    line(random, '99223', 210, '0120'),
    line(random, '99232', 85, '0120'),
    line(random, '99238', 90, '0120'),
  ],
})

/** Visits a year to a primary medical provider, by age. */
const visitRate = (age: number): number => {
  if (age < 2) return 1.6
  if (age < 18) return 1.7
  return age < 65 ? 2.3 : 3.4
}

/** All that was done for a member in the two years, in no particular order. */
export function* servicesOf(world: World, story: Story): Generator<Service> {
  const { options, doctors } = world
  const { person, usual, coverage } = story
  const random = new Random(options.seed, 'care', person.index)
  const intensity = options.claims / (options.members * 14)
  const first = Math.max(options.since - 20, person.birth + 3)
  const years = (options.asOf - first) / 365.25
  const stays = random.chance(0.15)
  const eagerness = stays ? 0 : random.pick([0.5, 0.8, 1, 1, 1.3, 2])
  const anyDay = (): Day | undefined => {
    let day = random.between(first, options.asOf)
    if (weekday(day) === 0 || (weekday(day) === 6 && random.chance(0.8))) day -= 2
    if (day < first || (story.diedOn !== null && day > story.diedOn)) return undefined
    return covers(coverage, day) || random.chance(0.01) ? day : undefined
  }
  const doctorOn = (day: Day): Panel | undefined => {
    const luck = random.next()
    const there = (panel: Panel): boolean => suits(person, panel, day)
    if (usual !== undefined && there(usual)) {
      if (luck < 0.8) return usual
      const colleagues = usual.practice.panels.filter(there)
      if (luck < 0.9 && colleagues.length > 0) return random.pick(colleagues)
    }
    return doctors.choose(person, random, there)
  }
  const away = (): Panel | undefined =>
    random.chance(0.9) ? random.pick(world.specialists) : undefined

  if (!stays && person.age < 4) {
    for (const months of checkUps) {
      const day = addMonths(person.birth, months) + random.between(0, 20)
      const panel = doctorOn(day)
      const due = day >= first && day <= options.asOf && covers(coverage, day)
      if (due && panel !== undefined && random.chance(0.75 * Math.min(1, intensity))) {
        yield primaryVisit(random, story, panel, day, true)
      }
    }
  }
  const visits = random.poisson(visitRate(person.age) * eagerness * years * Math.min(1, intensity))
  for (let i = 0; i < visits; i += 1) {
    const day = anyDay()
    const panel = day === undefined ? undefined : doctorOn(day)
    if (day === undefined || panel === undefined) continue
    yield primaryVisit(random, story, panel, day, random.chance(person.age < 19 ? 0.3 : 0.18))
  }
  const elsewhere = years * (intensity < 1 ? intensity : (14 * intensity - 7.2) / 6.8)
  const rates: readonly (readonly [number, (day: Day) => Service])[] = [
    [0.35, (day) => emergency(random, away(), day)],
    [person.age < 18 ? 0.5 : 1.1, (day) => specialistVisit(random, away(), day)],
    [0.45, (day) => laboratory(random, day)],
    [person.age < 65 ? 0.04 : 0.15, (day) => hospitalStay(random, away(), day)],
  ]
  for (const [rate, serve] of rates) {
    const times = random.poisson(rate * elsewhere * (0.4 + eagerness * 0.6))
    for (let i = 0; i < times; i += 1) {
      const day = anyDay()
      if (day !== undefined) yield serve(day)
    }
  }
}
