import type { Cell, Engine } from '../../engine/engine.ts'
import { toUnits } from '../../solver/great-circle.ts'
import { withPlaces } from './places.ts'
import type { CostTerms } from '../../solver/problem.ts'
import { Dictionary, countRows, numberOr, visitRows } from '../../engine/read-columns.ts'
import { readList } from './read-input.ts'

/** The weights of the policy, in miles. */
interface Weights {
  readonly beyond_standard_miles: number
  readonly household_miles: number
  readonly relationship_miles: number
  readonly language_miles: number
  readonly quality_tier_miles: number
  readonly unrated_tier: number
}

/**
 * Reads what counts in the geographic step besides the distance, for its members and panels in the order
 * of their ids; undefined if the policy gives no weight to anything else.
 */
export async function readTerms(engine: Engine): Promise<CostTerms | undefined> {
  const weights = await engine.first<Weights>(`
    select
      beyond_standard_miles, household_miles, relationship_miles, language_miles,
      quality_tier_miles, unrated_tier
    from run.parameter`)
  if (weights === undefined) throw new Error('Expected one row in run.parameter, found none')
  const { unrated_tier: unrated, ...miles } = weights
  if (Object.values(miles).every((weight) => weight === 0)) return undefined
  const languages = new Dictionary()
  const standard = new Int32Array(await countRows(engine, 'assignment.geographic_member'))
  const language = new Int32Array(standard.length)
  const atStake = new Int32Array(standard.length)
  const unspoken = toUnits(miles.language_miles)
  await visitRows(engine, memberTraits, (cell, row) => {
    standard[row] = toUnits(numberOr(cell('access_standard_miles'), Infinity))
    language[row] = languages.code(cell('language'))
    if (cell('language') !== null) atStake[row] = unspoken
  })
  const indexOf = new Map<string, number>()
  const tiers: number[] = []
  await visitRows(engine, panelTiers, (cell, row) => {
    indexOf.set(String(cell('provider_id')), row)
    tiers.push(toUnits((numberOr(cell('quality_tier'), unrated) - 1) * miles.quality_tier_miles))
  })
  return {
    beyond: toUnits(miles.beyond_standard_miles),
    standard,
    unspoken,
    language,
    languages: await readList(
      engine,
      { relation: 'assignment.panel_language', column: 'language' },
      indexOf,
      languages,
    ),
    tier: Int32Array.from(tiers),
    untied: toUnits(miles.household_miles) + toUnits(miles.relationship_miles),
    ...(await readTies(engine, miles, atStake)),
  }
}

/** Reads the ties; adds to `atStake` what a member without any of them would lose. */
async function readTies(
  engine: Engine,
  miles: Pick<Weights, 'household_miles' | 'relationship_miles'>,
  atStake: Int32Array,
): Promise<Pick<CostTerms, 'ties' | 'savings' | 'atStake'>> {
  const household = toUnits(miles.household_miles)
  const relationship = toUnits(miles.relationship_miles)
  const offsets = new Int32Array(atStake.length + 1)
  const codes: number[] = []
  const savings: number[] = []
  const sum = (cell: (column: string) => Cell, verb: 'is' | 'has'): number =>
    Number(cell(`${verb}_household`)) * household +
    Number(cell(`${verb}_relationship`)) * relationship
  await visitRows(engine, tiedPanels, (cell) => {
    const member = Number(cell('member'))
    if (offsets[member + 1] === 0) atStake[member]! += sum(cell, 'has')
    offsets[member + 1]!++
    codes.push(Number(cell('panel')))
    savings.push(sum(cell, 'is'))
  })
  for (let i = 0; i < atStake.length; i++) offsets[i + 1]! += offsets[i]!
  const ties = { offsets, codes: Int32Array.from(codes) }
  return { ties, savings: Int32Array.from(savings), atStake }
}

const memberTraits = `
  select language, access_standard_miles from assignment.geographic_member order by member_id`

const panelTiers = `
  select geographic_panel.provider_id, panel.quality_tier
  from assignment.geographic_panel as geographic_panel
  inner join staging.panel as panel on geographic_panel.provider_id = panel.provider_id
  order by geographic_panel.provider_id`

const tiedPanels = `
  ${withPlaces}
  select
    member.place as member,
    panel.place as panel,
    cast(tie.is_household as integer) as is_household,
    cast(tie.is_relationship as integer) as is_relationship,
    max(cast(tie.is_household as integer)) over (partition by member.place) as has_household,
    max(cast(tie.is_relationship as integer)) over (partition by member.place) as has_relationship
  from assignment.geographic_tie as tie
  inner join member using (member_id)
  inner join panel using (provider_id)
  order by member.place, panel.place`
