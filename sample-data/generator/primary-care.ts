import { ageOn, type Day } from './calendar.ts'
import { line, type Service, type ServiceLine } from './service.ts'
import type { Panel } from './network.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

/** Ages in months at which a small child is due for a check-up. */
export const checkUps = [1, 2, 4, 6, 9, 12, 15, 18, 24, 30] as const

/** Visits a year to a primary medical provider, by age. */
export const visitRate = (age: number): number => {
  if (age < 2) return 1.8
  if (age < 18) return 1.9
  return age < 65 ? 2.6 : 3.6
}

const preventive = (age: number): string => {
  if (age < 1) return '99391'
  if (age < 5) return '99392'
  if (age < 12) return '99393'
  if (age < 18) return '99394'
  if (age < 40) return '99395'
  return age < 65 ? '99396' : 'G0439'
}

const officeCodes = (age: number): readonly (readonly [string, number])[] => [
  ['99213', 44],
  ['99214', 34],
  ['99212', 5],
  ['99203', 6],
  ['99204', 3],
  ['99215', 3],
  ['G0463', 1],
  ['99490', age > 50 ? 4 : 0],
  ['99349', age > 75 ? 5 : 0],
  // Retired before these years: billed now and then all the same, and no visit.
  ['99201', 0.3],
  ['99334', age > 60 ? 0.4 : 0],
]

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
  return well ? preventive(age) : random.weighted(officeCodes(age))
}

/** Mostly the office or a video call; urgent care and skilled nursing are there and do not count. */
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

/** What was done besides the visit itself: blood drawn and tested, shots, an ECG. */
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

/** A visit to a primary medical provider; `well` = a check-up. */
export const primaryVisit = (
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
