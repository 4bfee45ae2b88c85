import type { Day } from './calendar.ts'
import type { Facility } from './facilities.ts'
import type { Person } from './households.ts'
import type { Panel, Practice } from './network.ts'
import { roughMiles, type Region } from './places.ts'
import type { Random } from './random.ts'

/** The practices that people of one ZIP consider, nearest first. */
const thoughtOf = 14

/** Whether the doctor sees such a patient, takes their insurance and was there on that day. */
export const suits = (person: Person, panel: Panel, on: Day): boolean =>
  panel.specialty.given &&
  sees(person, panel) &&
  panel.linesOfBusiness.includes(person.lineOfBusiness) &&
  (panel.activeTo === null || panel.activeTo >= on)

/** Whether the doctor's field and the panel's own limits cover the person's age and gender. */
export const sees = (person: Person, panel: Panel): boolean => {
  const gender = panel.genderServed ?? panel.specialty.gender
  return (
    person.age >= (panel.minAge ?? panel.specialty.minAge) &&
    person.age <= panel.specialty.maxAge &&
    (gender === null || gender === person.gender)
  )
}

/** Chooses doctors as people do: nearby, well liked, and for children preferably a pediatrician. */
export class Doctors {
  private readonly region: Region
  private readonly practices: readonly Practice[]
  private readonly panels: readonly Panel[]
  private readonly nearest: (readonly (readonly [practice: Practice, miles: number])[])[] = []
  private readonly homes = new Map<number, Panel | undefined>()

  constructor(region: Region, practices: readonly Practice[], panels: readonly Panel[]) {
    this.region = region
    this.practices = practices
    this.panels = panels
  }

  /** The practices near a ZIP with their distances, nearest first. */
  near(place: number): readonly (readonly [practice: Practice, miles: number])[] {
    let found = this.nearest[place]
    if (found === undefined) {
      const here = this.region.at(place)
      found = this.practices
        .filter(({ remote }) => !remote)
        .map((practice) => [practice, roughMiles(here, practice)] as const)
        .sort(([a, milesA], [b, milesB]) => milesA - milesB || a.index - b.index)
        .slice(0, thoughtOf)
      this.nearest[place] = found
    }
    return found
  }

  /** A doctor that this person would go to, or undefined where none nearby is suitable. */
  choose(person: Person, random: Random, fits: (panel: Panel) => boolean): Panel | undefined {
    const state = this.region.at(person.place).state
    const choices: (readonly [Panel, number])[] = []
    for (const [practice, miles] of this.near(person.place)) {
      for (const panel of practice.panels) {
        if (!fits(panel)) continue
        const licensed =
          panel.licenseStates.length === 0
            ? practice.place.state === state
            : panel.licenseStates.includes(state)
        const forChildren = panel.specialty.maxAge < 22 ? 4 : 1
        const nearness = 1 / (1 + (miles / 4) ** 2)
        const weight = panel.popularity * forChildren * nearness * (licensed ? 1 : 0.02)
        choices.push([panel, weight])
      }
    }
    return choices.length === 0 ? undefined : random.weighted(choices)
  }

  /** The doctor who cares for all residents of a facility. */
  ofFacility(facility: Facility): Panel | undefined {
    if (!this.homes.has(facility.index)) {
      const fit = ({ specialty, genderServed, linesOfBusiness, activeTo }: Panel): boolean =>
        specialty.given &&
        genderServed === null &&
        specialty.minAge <= 18 &&
        specialty.maxAge > 100 &&
        linesOfBusiness.length === 2 &&
        activeTo === null
      const around = this.near(facility.place).flatMap(([practice]) => practice.panels)
      this.homes.set(facility.index, around.find(fit) ?? this.panels.find(fit))
    }
    return this.homes.get(facility.index)
  }
}
