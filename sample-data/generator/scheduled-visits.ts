import { isoOf, weekday } from './calendar.ts'
import { covers } from './coverage.ts'
import type { CsvFile } from './csv.ts'
import { planted } from './plants.ts'
import { Random } from './random.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

export const visitHeader = [
  'visit_id',
  'member_id',
  'provider_id',
  'scheduled_at',
  'duration_minutes',
  'facility_id',
] as const

/** Appointments of the next weeks; about one member in seven has one. */
export const writeScheduledVisits = (world: World, story: Story, file: CsvFile): void => {
  const { options } = world
  const { person, usual, coverage } = story
  const random = new Random(options.seed, 'appointment', person.index)
  const booked = random.chance(0.14) || planted('badVisitDate', person.index)
  if (usual === undefined || !booked || !covers(coverage.spans, options.asOf)) return
  let day = options.asOf + random.between(1, 60)
  if (weekday(day) === 0 || weekday(day) === 6) day += 2
  const time = `${String(random.between(8, 16)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`
  const panel = random.chance(0.1) ? random.pick(world.panels) : usual
  const broken = planted('badVisitDate', person.index)
  file.row([
    `V${String(person.index + 1).padStart(8, '0')}`,
    person.memberId,
    panel.providerId,
    `${broken ? '2026-02-30' : isoOf(day)}T${time}:00`,
    random.pick([15, 20, 20, 30, 30, 45, null]),
    person.facility?.facilityId ?? null,
  ])
}
