import type { Day } from './calendar.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { suits } from './doctors.ts'
import type { Person } from './households.ts'
import type { Panel } from './network.ts'
import { planted } from './plants.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

/** What is true of a member; every file derives from it. */
export interface Story {
  readonly person: Person
  readonly coverage: Coverage
  /** The doctor that they really see; undefined where none nearby takes them. */
  readonly usual: Panel | undefined
  /** Their PMP in the core system. */
  readonly assigned: Panel | undefined
  readonly basis: '' | 'self_selection' | 'geographic' | 'facility' | 'lock_in'
  readonly assignedSince: Day
  readonly diedOn: Day | null
}

const deathOf = (world: World, person: Person): Day | null => {
  if (planted('diedToday', person.index)) return world.options.asOf
  if (!planted('died', person.index)) return null
  return world.options.asOf - new Random(world.options.seed, 'death', person.index).between(2, 90)
}

const basisOf = (person: Person, chance: number): Story['basis'] => {
  if (person.facility !== null || planted('leftFacility', person.index)) return 'facility'
  if (planted('locked', person.index) || planted('lockEnded', person.index)) return 'lock_in'
  if (chance < 0.2) return 'self_selection'
  return chance < 0.95 ? 'geographic' : ''
}

/** Returns the story of a member; it does not depend on earlier calls. */
export const storyOf = (world: World, person: Person): Story => {
  const { options, doctors } = world
  const coverage = coverageOf(options, person)
  // Families mostly see the same practice: the household's luck comes first, then one's own.
  const family = new Random(options.seed, 'family doctor', person.household)
  const own = new Random(options.seed, 'doctor', person.index)
  // Members still count on a doctor who left within the last weeks.
  const fits = (panel: Panel): boolean => suits(person, panel, options.asOf - 30)
  const usual =
    (person.facility === null ? undefined : doctors.ofFacility(person.facility)) ??
    doctors.choose(person, own.chance(0.8) ? family : own, fits)
  const elsewhere = own.chance(0.15) && person.facility === null
  const assigned = elsewhere ? doctors.choose(person, own, fits) : usual
  // At 21, many are still on the panel of a pediatrician that they have outgrown.
  const pediatrician =
    person.age === 21
      ? doctors.choose({ ...person, age: 20 }, own, (panel) => panel.specialty.maxAge === 20)
      : undefined
  const spans = coverage.spans
  const start = spans[0]?.start ?? options.asOf
  const long = options.asOf - start
  return {
    person,
    coverage,
    usual,
    assigned: pediatrician ?? assigned,
    basis: basisOf(person, own.next()),
    assignedSince: elsewhere && long > 60 ? start + own.between(30, long - 20) : start,
    diedOn: deathOf(world, person),
  }
}
