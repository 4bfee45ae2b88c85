import type { Day } from './calendar.ts'
import type { Panel } from './network.ts'
import type { Random } from './random.ts'
import { line, type Service } from './service.ts'

type Care = (random: Random, panel: Panel | undefined, day: Day) => Service

const emergency: Care = (random, panel, day) => ({
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

const specialist: Care = (random, panel, day) => ({
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

const laboratory: Care = (random, _panel, day) => ({
  day,
  panel: undefined,
  placeOfService: '81',
  billType: '',
  lines: ['80053', '85025', '83036', '80061', '84443']
    .slice(0, random.between(1, 5))
    .map((code) => line(random, code, 14)),
})

const hospitalStay: Care = (random, panel, day) => ({
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

/** What else happens to people, with the times a year that it does. */
export const otherCare = (age: number): readonly (readonly [care: Care, rate: number])[] => [
  [emergency, 0.35],
  [specialist, age < 18 ? 0.5 : 1.1],
  [laboratory, 0.45],
  [hospitalStay, age < 65 ? 0.04 : 0.15],
]
