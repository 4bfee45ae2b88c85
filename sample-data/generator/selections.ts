import { isoOf, type Day } from './calendar.ts'
import { isHeld } from './assignments.ts'
import type { CsvFile } from './csv.ts'
import { sees, suits } from './doctors.ts'
import type { Panel } from './network.ts'
import { planted } from './plants.ts'
import { Random } from './random.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

export const selectionHeader = [
  'member_id',
  'provider_id',
  'selected_on',
  'effective_date',
  'end_date',
  'channel',
] as const

export interface SelectionFiles {
  /** Choices of earlier years; pipe-delimited, as the call center's tool writes it. */
  readonly history: CsvFile
  /** Choices of the last weeks, from the member portal. */
  readonly recent: CsvFile
}

const anyOf = (
  world: World,
  random: Random,
  fits: (panel: Panel) => boolean,
): Panel | undefined => {
  const found = world.panels.filter(fits)
  return found.length === 0 ? undefined : random.pick(found)
}

/** A choice that the core system already has: the assignment came from it. */
const writeKnown = (world: World, story: Story, random: Random, file: CsvFile): void => {
  if (story.basis !== 'self_selection' || story.assigned === undefined || !isHeld(world, story))
    return
  // Some were made on the phone and never recorded.
  if (random.chance(0.2)) return
  const chosen = story.assignedSince - random.between(0, 9)
  const channel = random.pick(['phone', 'phone', 'portal', 'enrollment_broker', 'paper'])
  const since = random.chance(0.6) ? isoOf(story.assignedSince) : null
  file.row([story.person.memberId, story.assigned.providerId, isoOf(chosen), since, null, channel])
}

/** The choices of the last weeks: what members want, whether or not they can have it. */
export const writeSelections = (world: World, story: Story, files: SelectionFiles): void => {
  const { asOf, seed } = world.options
  const { person } = story
  const random = new Random(seed, 'selection', person.index)
  writeKnown(world, story, random, files.history)
  const day = asOf - random.between(1, 24)
  const write = (panel: Panel | undefined, on: Day, from: Day | null, to: Day | null): void => {
    if (panel === undefined) return
    const effective = from === null ? null : isoOf(from)
    const end = to === null ? null : isoOf(to)
    files.recent.row([person.memberId, panel.providerId, isoOf(on), effective, end, 'portal'])
  }
  const other = (status: Panel['status'] = 'open'): Panel | undefined =>
    world.doctors.choose(
      person,
      random,
      (panel) => panel !== story.assigned && panel.status === status && suits(person, panel, asOf),
    )
  const has = (plant: Parameters<typeof planted>[0]): boolean => planted(plant, person.index)
  if (has('newChoice')) write(other(), day, null, null)
  if (has('choosesClosedPanel'))
    write(other('closed') ?? other('established_only'), day, null, null)
  if (has('choosesWrongAge')) {
    write(
      anyOf(world, random, (panel) => panel.specialty.primary && !sees(person, panel)),
      day,
      null,
      null,
    )
  }
  if (has('choosesDepartedDoctor')) {
    write(
      anyOf(world, random, ({ activeTo }) => activeTo !== null && activeTo < day),
      day,
      null,
      null,
    )
  }
  if (has('choosesTwice')) {
    write(other(), day - 7, null, null)
    write(other(), day, null, null)
  }
  if (has('choosesTwoOnOneDay')) {
    write(other(), day, null, null)
    write(other(), day, null, null)
  }
  if (has('choosesNobody'))
    files.recent.row([person.memberId, 'P99998', isoOf(day), null, null, 'portal'])
  if (has('choosesForLater')) write(other(), day, asOf + 32, null)
  if (has('choiceEnded')) write(other(), day - 200, null, day - 20)
  if (has('choosesWomensHealth') && person.gender === 'F') {
    write(
      anyOf(world, random, (panel) => panel.specialty.gender === 'F' && sees(person, panel)),
      day,
      null,
      null,
    )
  }
  if (has('badSelectionDate')) {
    files.recent.row([
      person.memberId,
      other()?.providerId ?? null,
      '2026-06-31',
      null,
      null,
      'portal',
    ])
  }
}

/** A choice of the day after, in a delivery of its own. */
export const writeTomorrowsSelection = (world: World, story: Story, file: CsvFile): void => {
  if (!planted('choosesTomorrow', story.person.index)) return
  const { asOf, seed } = world.options
  const random = new Random(seed, 'selection tomorrow', story.person.index)
  const panel = world.doctors.choose(
    story.person,
    random,
    (each) =>
      each !== story.assigned && each.status === 'open' && suits(story.person, each, asOf + 1),
  )
  if (panel === undefined) return
  file.row([story.person.memberId, panel.providerId, isoOf(asOf + 1), null, null, 'portal'])
}
