import { orderById } from './order.ts'
import { GroupCosts, type Costs } from './group-costs.ts'
import {
  NONE,
  type CodeLists,
  type CostTerms,
  type GeographicMembers,
  type Refusal,
} from './problem.ts'
import type { PanelType, Sites } from './sites.ts'
import { type MemberTraits, isLicensed, isNotRefused, servesMember, takesLine } from './takes.ts'

/** Members who live in one place and may go to the same sites, counted as one group. */
export interface Groups {
  readonly count: number
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** The ZIP if a panel names it, else `NONE`. */
  readonly zip: Int32Array
  /** Index of the class. */
  readonly class: Int32Array
  /** How many classes of members there are; members of one class are taken by the same panel types. */
  readonly classes: number
  /** Whether members of class c may be given panels of type t, at `c * types + t`. */
  readonly takes: Uint8Array
  /** The costs of sites besides the distance, if any. */
  readonly costs?: Costs | undefined
  /** The members of each group: household by household, then by id. */
  readonly members: CodeLists
}

/** What members are grouped by. */
export interface Grouping {
  readonly members: GeographicMembers
  readonly sites: Sites
  readonly refusals?: readonly Refusal[]
  /** By member: members with different numbers are in different groups. */
  readonly apart?: Int32Array
  /** Members who would pay different costs for a site are in different groups. */
  readonly terms?: CostTerms | undefined
}

/** Groups the members that have a place, ordered by the lowest id in each. */
export function groupMembers({ members, sites, refusals = [], apart, terms }: Grouping): Groups {
  const order = orderById(members.ids)
  const classes = new Classes(sites.types, refusals, terms)
  const costs = terms && new GroupCosts(terms, sites)
  const namedZips = new Set<number>()
  for (const zips of sites.zips) for (const zip of zips ?? []) namedZips.add(zip)
  const groupByKey = new Map<string, number>()
  const first: number[] = []
  const classOfGroup: number[] = []
  const zipOfGroup: number[] = []
  const groupOf = new Int32Array(members.ids.length).fill(NONE)
  for (const member of order) {
    const latitude = members.latitude[member]!
    const longitude = members.longitude[member]!
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) continue
    const zip = namedZips.has(members.zip[member]!) ? members.zip[member]! : NONE
    const memberClass = classes.of(members, member)
    const key = `${latitude}|${longitude}|${memberClass}|${zip}|${apart?.[member] ?? ''}|${costs?.keyOf(member) ?? ''}`
    let group = groupByKey.get(key)
    if (group === undefined) {
      group = first.length
      groupByKey.set(key, group)
      first.push(member)
      classOfGroup.push(memberClass)
      zipOfGroup.push(zip)
      costs?.add(member)
    }
    groupOf[member] = group
  }
  return {
    count: first.length,
    latitude: Float64Array.from(first, (member) => members.latitude[member]!),
    longitude: Float64Array.from(first, (member) => members.longitude[member]!),
    zip: Int32Array.from(zipOfGroup),
    class: Int32Array.from(classOfGroup),
    classes: classes.rows.length,
    takes: Uint8Array.from(classes.rows.flatMap((row) => [...row])),
    costs: costs?.ofClasses(classes.languages),
    members: listMembers(householdsTogether(order, members.household), groupOf, first.length),
  }
}

/** Numbers the classes of members by the panel types that take them. */
class Classes {
  /** For each class, by type, whether it is taken. */
  readonly rows: Uint8Array[] = []
  /** By class: the language of its members, if some panel type speaks it. */
  readonly languages: number[] = []
  readonly #types: readonly PanelType[]
  readonly #ageLimits: readonly number[]
  /** The panels that a member is refused, in order; most members have none. */
  readonly #refused = new Map<number, readonly number[]>()
  readonly #byTraits = new Map<string, number>()
  readonly #byRow = new Map<string, number>()

  readonly #terms: CostTerms | undefined
  readonly #spoken: ReadonlySet<number>

  constructor(
    types: readonly PanelType[],
    refusals: readonly Refusal[],
    terms: CostTerms | undefined,
  ) {
    this.#types = types
    this.#terms = terms
    this.#spoken = new Set(types.flatMap(({ languages }) => [...languages]))
    for (const [member, own] of Map.groupBy(refusals, (refusal) => refusal.member)) {
      this.#refused.set(
        member,
        own.map(({ panel }) => panel).sort((a, b) => a - b),
      )
    }
    const limits = types.flatMap(({ minAge, maxAge }) => [minAge, maxAge + 1])
    this.#ageLimits = [...new Set(limits)].sort((a, b) => a - b)
  }

  of(members: GeographicMembers, member: number): number {
    const own: MemberTraits = {
      line: members.line[member]!,
      state: members.state[member]!,
      age: members.age[member]!,
      gender: members.gender[member]!,
    }
    const band = this.#ageLimits.findLastIndex((limit) => limit <= own.age)
    const refused = this.#refused.get(member) ?? []
    const spoken = this.#terms?.language[member] ?? NONE
    const language = this.#spoken.has(spoken) ? spoken : NONE
    const traits = `${own.line}|${own.state}|${band}|${own.gender}|${refused.join()}|${language}`
    const known = this.#byTraits.get(traits)
    if (known !== undefined) return known
    const row = Uint8Array.from(this.#types, (type) =>
      Number(
        takesLine(type, own) &&
          isLicensed(type, own) &&
          servesMember(type, own) &&
          isNotRefused(type.alone, refused),
      ),
    )
    const key = `${row.join('')}|${language}`
    const found = this.#byRow.get(key) ?? this.rows.length
    if (found === this.rows.length) {
      this.rows.push(row)
      this.languages.push(language)
      this.#byRow.set(key, found)
    }
    this.#byTraits.set(traits, found)
    return found
  }
}

/** Orders members by household, each household at the position of its lowest id, then by id. */
function householdsTogether(order: Int32Array, household: Int32Array): Int32Array {
  const rank = new Int32Array(household.length)
  const rankOf = new Map<number, number>()
  order.forEach((member, position) => {
    const code = household[member]!
    if (code !== NONE && !rankOf.has(code)) rankOf.set(code, position)
    rank[member] = rankOf.get(code) ?? position
  })
  // Sorting is stable: members of one household stay ordered by id.
  return order.slice().sort((a, b) => rank[a]! - rank[b]!)
}

function listMembers(order: Int32Array, groupOf: Int32Array, groups: number): CodeLists {
  const offsets = new Int32Array(groups + 1)
  for (const group of groupOf) if (group !== NONE) offsets[group + 1]!++
  for (let group = 0; group < groups; group++) offsets[group + 1]! += offsets[group]!
  const codes = new Int32Array(offsets[groups]!)
  const filled = offsets.slice(0, groups)
  for (const member of order) {
    const group = groupOf[member]!
    if (group !== NONE) codes[filled[group]!++] = member
  }
  return { offsets, codes }
}
