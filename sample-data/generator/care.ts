import { addMonths, weekday, type Day } from './calendar.ts'
import { believed, covers } from './coverage.ts'
import { suits } from './doctors.ts'
import type { Panel } from './network.ts'
import { otherCare } from './other-care.ts'
import { checkUps, primaryVisit, visitRate } from './primary-care.ts'
import { Random } from './random.ts'
import type { Service } from './service.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

/** Lines a member and two years of primary and of other care, at the usual rates (measured). */
const usualLines = { primary: 9.5, other: 5.4 }

/** How much care there is of each kind, so that about `--claims` lines come out. */
const volume = ({ members, claims }: World['options']): { primary: number; other: number } => {
  const wanted = claims / members
  const factor = wanted / (usualLines.primary + usualLines.other)
  // More lines than usual are not more visits to the doctor, but more of everything else.
  return factor < 1
    ? { primary: factor, other: factor }
    : { primary: 1, other: (wanted - usualLines.primary) / usualLines.other }
}

/** A working day (or, seldom, a Saturday) on which the member was covered, or was thought to be. */
const dayOfCare = (story: Story, random: Random, first: Day, last: Day): Day | undefined => {
  let day = random.between(first, last)
  if (weekday(day) === 0 || (weekday(day) === 6 && random.chance(0.8))) day -= 2
  if (day < first || (story.diedOn !== null && day > story.diedOn)) return undefined
  return covers(believed(story.coverage), day) || random.chance(0.01) ? day : undefined
}

/** Mostly the usual doctor, sometimes a colleague of theirs, sometimes another near by. */
const doctorOn = (world: World, story: Story, random: Random, day: Day): Panel | undefined => {
  const { person, usual } = story
  const luck = random.next()
  const there = (panel: Panel): boolean => suits(person, panel, day)
  if (usual !== undefined && there(usual)) {
    if (luck < 0.82) return usual
    const colleagues = usual.practice.panels.filter(there)
    if (luck < 0.91 && colleagues.length > 0) return random.pick(colleagues)
  }
  return world.doctors.choose(person, random, there)
}

function* smallChildCheckUps(
  world: World,
  story: Story,
  random: Random,
  first: Day,
): Generator<Service> {
  const share = 0.75 * Math.min(1, volume(world.options).primary)
  for (const months of checkUps) {
    const day = addMonths(story.person.birth, months) + random.between(0, 20)
    const came = random.chance(share)
    if (!came || day < first || day > world.options.asOf) continue
    if (!covers(believed(story.coverage), day)) continue
    const panel = doctorOn(world, story, random, day)
    if (panel !== undefined) yield primaryVisit(random, story, panel, day, true)
  }
}

/** All that was done for a member in the two years, in no particular order. */
export function* servicesOf(world: World, story: Story): Generator<Service> {
  const { options } = world
  const { person } = story
  const random = new Random(options.seed, 'care', person.index)
  const { primary, other } = volume(options)
  // A few days before the two years begin, too: files do not stop at our window.
  const first = Math.max(options.since - 20, person.birth + 3)
  const years = (options.asOf - first) / 365.25
  const staysAway = random.chance(0.12)
  const eagerness = staysAway ? 0 : random.pick([0.5, 0.8, 1, 1, 1.3, 2])

  if (!staysAway && person.age < 4) yield* smallChildCheckUps(world, story, random, first)
  const visits = random.poisson(visitRate(person.age) * eagerness * years * primary)
  for (let i = 0; i < visits; i += 1) {
    const day = dayOfCare(story, random, first, options.asOf)
    const panel = day === undefined ? undefined : doctorOn(world, story, random, day)
    const well = random.chance(person.age < 19 ? 0.3 : 0.18)
    if (day !== undefined && panel !== undefined) {
      yield primaryVisit(random, story, panel, day, well)
    }
  }
  for (const [care, rate] of otherCare(person.age)) {
    const times = random.poisson(rate * years * other * (0.4 + eagerness * 0.6))
    for (let i = 0; i < times; i += 1) {
      const day = dayOfCare(story, random, first, options.asOf)
      const panel = random.chance(0.9) ? random.pick(world.specialists) : undefined
      if (day !== undefined) yield care(random, panel, day)
    }
  }
}
