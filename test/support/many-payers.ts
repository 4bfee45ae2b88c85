import type { RunResult } from '../../src/night/run.ts'
import {
  type Assigned,
  type Evening,
  type Moved,
  assignedIn,
  evening,
  movedIn,
} from './moving-payer.ts'
import { reading, withFolder } from './night.ts'

interface Attributed {
  readonly member_id: string
  readonly provider_id: string | null
  readonly attribution_type: string | null
}

/** What one night decided of one payer, each by member. */
export interface Decided {
  readonly assigned: readonly Assigned[]
  readonly moved: readonly Moved[]
  readonly attributed: readonly Attributed[]
}

/** An evening, or one that follows from what the nights before it decided. */
type Planned = Evening | ((before: readonly Decided[]) => Evening)

const NIGHTS = ['2026-06-30', '2026-07-01', '2026-07-02']

/**
 * Runs the nights of many payers as those of one: a night costs the same for a few members as for
 * hundreds. The payers share no id, and no payer's requests reach another's providers. A payer with
 * fewer evenings than another has its last one again, without its requests.
 */
export class ManyPayers {
  readonly #payers: (readonly Planned[])[] = []
  #decided: Promise<Decided[][]> | undefined

  /** Adds a payer by its evenings; returns what reads its nights once all payers are added. */
  add(evenings: readonly Planned[]): () => Promise<Decided[]> {
    const index = this.#payers.push(evenings) - 1
    return async () => (await (this.#decided ??= this.#run()))[index] ?? []
  }

  async #run(): Promise<Decided[][]> {
    const decided = this.#payers.map((): Decided[] => [])
    await withFolder(async (folder) => {
      for (const [i, asOf] of NIGHTS.entries()) {
        const evenings = this.#payers.map((planned, at) =>
          apart(at, eveningOf(planned, i, decided[at] ?? [])),
        )
        const all = await decidedIn(folder, await evening(folder, asOf, merge(evenings)))
        decided.forEach((nights, at) => nights.push(ofPayer(at, all)))
      }
    })
    return decided
  }
}

const eveningOf = (planned: readonly Planned[], i: number, before: readonly Decided[]): Evening => {
  const plan = planned[Math.min(i, planned.length - 1)]
  if (plan === undefined) throw new Error('expected a payer to have an evening')
  const given = typeof plan === 'function' ? plan(before.slice(0, planned.length - 1)) : plan
  return i < planned.length ? given : { ...given, entries: [] }
}

const merge = (evenings: readonly Evening[]): Evening => ({
  members: evenings.flatMap(({ members }) => members),
  panels: evenings.flatMap((each) => each.panels),
  record: evenings.flatMap(({ record }) => record),
  selections: evenings.flatMap(({ selections }) => selections ?? []),
  facilities: evenings.flatMap(({ facilities }) => facilities ?? []),
  entries: evenings.flatMap(({ entries }) => entries ?? []),
})

/** The letter before every id of a payer. */
const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index)

/** The evening with ids of its own: M001 of the second payer is BM001. */
const apart = (index: number, given: Evening): Evening =>
  JSON.parse(
    JSON.stringify(given).replaceAll(/"([PRF]\d|M\d{3}|KP?\d)"/g, `"${letterOf(index)}$1"`),
  ) as Evening

/** The rows of one payer, with the ids that its evenings gave. */
const ofPayer = (index: number, { assigned, moved, attributed }: Decided): Decided => {
  const letter = letterOf(index)
  const own = <T extends { member_id: string }>(rows: readonly T[]): T[] =>
    JSON.parse(
      JSON.stringify(rows.filter((row) => row.member_id.startsWith(letter))).replaceAll(
        new RegExp(`"${letter}([PRF]\\d|M\\d{3})"`, 'g'),
        '"$1"',
      ),
    ) as T[]
  return { assigned: own(assigned), moved: own(moved), attributed: own(attributed) }
}

const decidedIn = async (folder: string, night: RunResult): Promise<Decided> => ({
  assigned: await assignedIn(folder, night),
  moved: await movedIn(folder, night),
  attributed: await reading(folder, night, (engine) =>
    engine.all<Attributed>(
      `select member_id, provider_id, attribution_type
      from attribution.attributed_provider order by member_id`,
    ),
  ),
})
