import { Doctors } from './doctors.ts'
import { buildFacilities, type Facility } from './facilities.ts'
import { people, type Person } from './households.ts'
import { buildNetwork, type Panel, type Practice } from './network.ts'
import type { Options } from './options.ts'
import { Region } from './places.ts'

/** What all members share. Members themselves are made one by one and forgotten again. */
export interface World {
  readonly options: Options
  readonly region: Region
  readonly facilities: readonly Facility[]
  readonly practices: readonly Practice[]
  readonly panels: readonly Panel[]
  /** Panels that are no PMPs. */
  readonly specialists: readonly Panel[]
  /** Panels that left the roster months ago. */
  readonly departedPanels: readonly Panel[]
  readonly doctors: Doctors
}

export const buildWorld = (options: Options): World => {
  const region = options.metro ? Region.metro() : Region.states()
  const { practices, panels } = buildNetwork(options, region)
  return {
    options,
    region,
    facilities: buildFacilities(options, region),
    practices,
    panels,
    specialists: panels.filter((panel) => !panel.specialty.primary),
    departedPanels: panels.filter(
      ({ activeTo }) => activeTo !== null && activeTo < options.asOf - 100,
    ),
    doctors: new Doctors(region, practices, panels),
  }
}

/** The first `count` members. */
export const membersOf = (world: World, count: number): Iterable<Person> =>
  people(world.options, world.region, world.facilities, count)
